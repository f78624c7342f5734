/**
 * Extensions of what runs when it is opened, lower case. A file of its own, because the configuration is read at every
 * start and shall not load all that looks into files.
 */

/** Windows, macOS and Linux run them, or something in them, on a double click. */
export const PROGRAMS: readonly string[] = (
  'exe com scr pif cpl msi msp mst msix msixbundle appx appxbundle dll ocx sys drv gadget application appref-ms ' +
  'lnk scf inf reg chm hlp jar jnlp class xll elf macho app command workflow pkg deb rpm appimage run apk diagcab ' +
  'library-ms search-ms settingcontent-ms'
).split(' ');
export const SCRIPTS: readonly string[] =
  'bat cmd ps1 psm1 ps1xml vb vbs vbe js jse mjs ws wsf wsh wsc sct hta msc sh bash csh ksh zsh scpt'.split(' ');
/** What is in them comes without the mark that it is from a stranger. */
export const DISK_IMAGES: readonly string[] = 'iso img vhd vhdx dmg'.split(' ');
