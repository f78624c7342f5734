/** What a file is, what is dangerous about it, what a desk blocks. */
import { expect } from 'chai';
import fc from 'fast-check';
import { blockedBecause } from '../../src/mail/blocked-files.ts';
import { PROGRAMS, SCRIPTS } from '../../src/mail/extensions-that-run.ts';
import { withDanger } from '../../src/mail/file-danger.ts';
import { sniff } from '../../src/mail/file-type.ts';
import type { Attachment } from '../../src/mail/mail.ts';

const latin1 = (letters: string) => Buffer.from(letters, 'latin1');
const PE = latin1(`MZ\x90\0\x03\0\0\0${'\0'.repeat(52)}\x80\0\0\0`);
const zipOf = (name: string, content = '') =>
  latin1(
    `PK\x03\x04\x14\0\0\0\0\0${'\0'.repeat(16)}${String.fromCharCode(name.length)}\0\0\0${name}${content}PK\x01\x02`,
  );

function file(name: string, type = 'application/octet-stream'): Attachment {
  return { name, type, size: 3, sha256: 'aa', inline: false };
}
const dangerOf = (name: string, bytes: Uint8Array = latin1('words'), written?: string, type?: string) =>
  withDanger(file(name, type), bytes, written).danger;

describe('a file’s type', () => {
  it('is told by its first bytes', () => {
    const known: readonly (readonly [string, Uint8Array])[] = [
      ['application/pdf', latin1('%PDF-1.7\n')],
      ['image/png', latin1('\x89PNG\r\n\x1a\n\0')],
      ['image/jpeg', latin1('\xff\xd8\xff\xe0')],
      ['image/webp', latin1('RIFF\x10\0\0\0WEBPVP8 ')],
      ['image/heic', latin1('\0\0\0\x18ftypheic')],
      ['video/mp4', latin1('\0\0\0\x18ftypisom')],
      ['application/zip', zipOf('[Content_Types].xml')],
      ['application/vnd.oasis.opendocument.text', zipOf('mimetype', 'application/vnd.oasis.opendocument.text')],
      ['application/x-tar', latin1(`${'a'.padEnd(257, '\0')}ustar\0`)],
      ['application/x-bzip2', latin1('BZh91AY&SY')],
      ['application/x-ole-storage', latin1('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')],
      ['image/bmp', latin1('BM\x36\0\0\0\0\0')],
      ['text/html', latin1('\n <!DOCTYPE html><html>')],
      ['image/svg+xml', latin1('\xef\xbb\xbf<?xml version="1.0"?>\n<svg xmlns="x">')],
      ['text/calendar', latin1('BEGIN:VCALENDAR\r\n')],
    ];
    for (const [type, bytes] of known) expect(sniff(bytes), type).to.deep.equal({ type, executable: false });
  });

  it('is executable where opening runs it', () => {
    const running: readonly (readonly [string, Uint8Array])[] = [
      ['application/vnd.microsoft.portable-executable', PE],
      ['application/x-elf', latin1('\x7fELF\x02\x01')],
      ['application/x-mach-binary', latin1('\xcf\xfa\xed\xfe')],
      ['application/java-archive', zipOf('META-INF/MANIFEST.MF')],
      ['application/x-ms-shortcut', latin1('L\0\0\0\x01\x14\x02\0\0')],
      ['text/x-shellscript', latin1('#!/bin/sh\n')],
      ['text/x-shellscript', latin1('\xef\xbb\xbf#! /usr/bin/env python3\n')],
      ['application/x-bat', latin1('@ECHO OFF\r\n')],
      ['text/x-ms-regedit', Buffer.from('\ufeffWindows Registry Editor Version 5.00\r\n', 'utf16le')],
    ];
    for (const [type, bytes] of running) expect(sniff(bytes), type).to.deep.equal({ type, executable: true });
  });

  it('is not told of a text, though it begins with letters of a magic', () => {
    for (const words of ['MZ 300 is the motor cycle', 'BMW', 'ID3 is full', 'wOFF', '8BPS', '#! no path', '', 'M'])
      expect(sniff(Buffer.from(words)), words).to.equal(undefined);
  });

  it('is asked of any bytes without a throw, and of a large file in no time', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), bytes => {
        const known = sniff(bytes);
        expect(known === undefined || known.type.includes('/')).to.equal(true);
      }),
    );
    const large = Buffer.alloc(50_000_000, 'PK');
    const begun = performance.now();
    for (let i = 0; i < 100; i++) sniff(large);
    expect(performance.now() - begun).to.be.lessThan(500);
  });
});

describe('what is dangerous about a file', () => {
  it('is that it runs, by its name or by its first bytes', () => {
    expect(dangerOf('setup.exe')).to.equal('program');
    expect(dangerOf('SETUP.EXE')).to.equal('program');
    expect(dangerOf('login.vbs')).to.equal('script');
    expect(dangerOf('holiday.iso')).to.equal('disk image');
    expect(dangerOf('notes', PE)).to.equal('program');
    expect(dangerOf('run.py', latin1('#!/usr/bin/python3\n'))).to.equal('script');
    for (const harmless of ['letter.pdf', 'letter', 'photo.jpeg', 'a.exe.txt', 'exe', 'v1.2.tar.gz'])
      expect(dangerOf(harmless), harmless).to.equal(undefined);
  });

  it('is that it holds macros, as its name or type says', () => {
    expect(dangerOf('bill.docm')).to.equal('macros');
    expect(dangerOf('bill', latin1('x'), undefined, 'application/vnd.ms-excel.sheet.macroEnabled.12')).to.equal(
      'macros',
    );
    expect(dangerOf('bill.docx')).to.equal(undefined);
  });

  it('is that its name hides what it is', () => {
    expect(dangerOf('invoice.pdf.exe')).to.equal('program, double extension');
    expect(dangerOf('invoice.pdf        .exe')).to.equal('program, double extension');
    expect(dangerOf('invoice.pdf', PE)).to.equal('program, named as pdf');
    expect(dangerOf('photo.jpg', latin1('#!/bin/sh\n'))).to.equal('script, named as jpg');
  });

  it('is that its name is turned around, and the name as it was written is kept for the eye', () => {
    const turned = withDanger(file('invoicefdp.exe'), PE, 'invoice\u202efdp.exe\0\r\n');
    expect(turned).to.deep.include({ danger: 'program, name turned around', written: 'invoice\u202efdp.exe' });
    expect(withDanger(file('a.pdf'), PE, 'a.pdf')).not.to.have.property('written');
  });
});

describe('what a desk blocks', () => {
  const block = [...PROGRAMS, ...SCRIPTS];
  const blocked = (name: string, bytes: Uint8Array = latin1('words'), list: readonly string[] = block, type?: string) =>
    blockedBecause(withDanger(file(name, type), bytes), list);

  it('is an extension, whatever the file is', () => {
    expect(blocked('setup.exe')).to.equal('program');
    expect(blocked('archive.zip', undefined, ['zip'])).to.equal('zip');
    expect(blocked('setup.exe', undefined, [])).to.equal(undefined);
    expect(blocked('letter.pdf')).to.equal(undefined);
    expect(blocked('bill.docm')).to.equal(undefined);
    expect(blocked('bill.docm', undefined, ['docm'])).to.equal('macros');
  });

  it('is what the file is, whatever its name says', () => {
    expect(blocked('letter.pdf', PE)).to.equal('program, named as pdf');
    expect(blocked('letter.pdf', latin1('\x7fELF'))).to.equal('program, named as pdf');
    expect(blocked('letter', latin1('#!/bin/sh\n'), block, 'text/x-shellscript')).to.equal('script');
    expect(blocked('letter.txt', latin1('#!/bin/sh\n'))).to.equal('script, named as txt');
    expect(blocked('letter.pdf', PE, ['zip'])).to.equal(undefined);
  });

  it('is a type, said or found', () => {
    expect(blocked('x', undefined, ['text/html'], 'text/html')).to.equal('text/html');
    expect(blocked('x.txt', latin1('<html>'), ['text/html'])).to.equal('text/html');
  });
});
