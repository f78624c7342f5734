/**
 * The unit that runs the desk as a service; `desk config systemd` prints it. The desk tells systemd that it is ready
 * and alive through systemd-notify, a child process, hence NotifyAccess=all.
 */
export interface Unit {
  /** Absolute path of the program `desk`. */
  readonly program: string;
  /** Absolute path of config.toml. */
  readonly config: string;
  /** A system user of its own: useradd --system --home /var/lib/postdesk postdesk */
  readonly user: string;
}

export function systemdUnit({ program, config, user }: Unit): string {
  return `\
# Postdesk as a service. Put it into /etc/systemd/system/postdesk.service, then:
#   useradd --system --home-dir /var/lib/postdesk --shell /usr/sbin/nologin ${user}
#   systemctl daemon-reload && systemctl enable --now postdesk
# In the configuration: state = "/var/lib/postdesk"

[Unit]
Description=Postdesk, a mail-first support desk
Wants=network-online.target
After=network-online.target postgresql.service
# Tries to start for ever, but not in a hurry.
StartLimitIntervalSec=0

[Service]
Type=notify
NotifyAccess=all
User=${user}
Environment=${word(`DESK_CONFIG=${config}`)}
ExecStart=${word(program, 'command')} serve

# Passwords out of reach of other users; in the configuration: password_credential = "imap-password"
#LoadCredential=imap-password:/etc/postdesk/imap-password

# A hung loop is killed and started again; status 78 is a fault in the configuration, which no restart repairs.
WatchdogSec=2min
Restart=on-failure
RestartSec=5s
RestartPreventExitStatus=78
TimeoutStartSec=5min

# On SIGTERM it takes no more mail, finishes what it has in hand and leaves; nothing is lost when it is killed.
KillMode=mixed
TimeoutStopSec=30s

# What it may write.
StateDirectory=postdesk
StateDirectoryMode=0700
RuntimeDirectory=postdesk
UMask=0077
ProtectSystem=strict
ProtectHome=${underHome(program, config) ? 'read-only' : 'yes'}
PrivateTmp=yes

# What it may do. JavaScript is compiled while it runs, so memory must become executable.
MemoryDenyWriteExecute=no
NoNewPrivileges=yes
# For a door on port 25 write CAP_NET_BIND_SERVICE into both, and take PrivateUsers away.
CapabilityBoundingSet=
AmbientCapabilities=
PrivateUsers=yes
PrivateDevices=yes
PrivateIPC=yes
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RemoveIPC=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
`;
}

/** One word of a unit file: quoted when needed, % doubled, and $ doubled on a command line (systemd.service(5)). */
function word(text: string, where: 'command' | 'setting' = 'setting'): string {
  const plain = text.replaceAll('%', '%%');
  const literal = where === 'command' ? plain.replaceAll('$', '$$$$') : plain;
  return /[\s"'\\;]/.test(literal) ? `"${literal.replace(/["\\]/g, '\\$&')}"` : literal;
}

/** A desk that runs out of a home directory has to be able to read it. */
function underHome(...paths: readonly string[]): boolean {
  return paths.some(path => /^\/(?:home|root|run\/user)\//.test(path));
}
