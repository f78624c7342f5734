/**
 * What `desk completion SHELL` prints. The scripts ask `desk complete` and know nothing themselves. What stands beside
 * a value may be a stranger's subject: it is only ever shown, never typed, never evaluated.
 */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** A line of `desk complete` that asks the shell for file names; no value looks like it. */
export const FILES = '//files';

const BASH = `# desk completion bash: put it in ~/.local/share/bash-completion/completions/desk, or: source <(desk completion bash)
_desk() {
  local value about files= program="\${1/#\\~/$HOME}"
  local -a words=("\${COMP_WORDS[@]:1:COMP_CWORD}") values=() shown=()
  COMPREPLY=()
  while IFS=$'\\t' read -r value about; do
    if [[ $value == ${FILES} ]]; then files=1; continue; fi
    printf -v value %q "$value"
    values+=("$value")
    shown+=("$value\${about:+  $about}")
  done < <("$program" complete -- "\${words[@]}" 2>/dev/null)
  if [[ $files ]]; then compopt -o default 2>/dev/null; return; fi
  # 63: the candidates are only listed, and nothing of them is typed
  if [[ \${COMP_TYPE:-9} == 63 && \${#values[@]} -gt 1 ]]; then COMPREPLY=("\${shown[@]}"); else COMPREPLY=("\${values[@]}"); fi
}
complete -o nosort -F _desk desk
`;

const ZSH = `#compdef desk
# desk completion zsh: put it as _desk in a folder of your $fpath, or after compinit: source <(desk completion zsh)
_desk() {
  local value about files=
  local -a values shown
  while IFS=$'\\t' read -r value about; do
    if [[ $value == ${FILES} ]]; then files=1; continue; fi
    values+=("$value")
    shown+=("$value\${about:+  $about}")
  done < <("\${(Q)words[1]}" complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)
  if [[ -n $files ]]; then _files; return; fi
  (( \${#values} )) && compadd -l -V desk -d shown -a values
}
if [[ "\${funcstack[1]}" == _desk ]]; then _desk "$@"; else compdef _desk desk; fi
`;

const FISH = `# desk completion fish: put it in ~/.config/fish/completions/desk.fish, or: desk completion fish | source
function __desk_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l program $words[1]
    set -e words[1]
    for line in ($program complete -- $words 2>/dev/null)
        if test "$line" = ${FILES}
            __fish_complete_path (commandline -ct)
        else
            printf '%s\\n' $line
        end
    end
end
complete -c desk -f -k -a '(__desk_complete)'
`;

export const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH };
