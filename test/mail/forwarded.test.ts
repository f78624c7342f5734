import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { parseMail } from '../../src/intake/parse-mail.ts';
import { forwardedInline } from '../../src/mail/forwarded.ts';
import { splitWords } from '../../src/mail/new-words.ts';
import { forwardPrefix } from '../../src/mail/subject.ts';
import { howItGrows, leastBelow } from '../linear.ts';

const ANN = { name: 'Ann Author', address: 'ann@example.org' };
const COMMENT = 'Please take this one.\n\nBob';
const WORDS = ['Hello,', '', 'the printer burns: see https://home.example/fire', '> did you try water?', 'Yes.'];
const at = (lines: readonly string[], subject = 'Fwd: Printer') => forwardedInline(lines.join('\n'), subject);

/** Program and language, subject of the forward, what the program writes above the old mail. */
const HEADS: readonly (readonly [string, string, ...string[]])[] = [
  [
    'Gmail, English',
    'Fwd: Printer',
    '---------- Forwarded message ---------',
    'From: Ann Author <ann@example.org>',
    'Date: Mon, Nov 23, 2026 at 10:00 AM',
    'Subject: Printer',
    'To: <bob@staff.example>',
    '',
    '',
  ],
  [
    'Gmail in bold',
    'Fwd: Printer',
    '---------- Forwarded message ----------',
    'From: *Ann Author* <ann@example.org>',
    'Date: Mon, Nov 23, 2026 at 10:00 AM',
    'Subject: Printer',
    'To: Bob <bob@staff.example>, Eve <eve@staff.example>',
    'Cc: carl@example.org',
  ],
  [
    'Gmail, German',
    'Fwd: Printer',
    '---------- Forwarded message ---------',
    'Von: Ann Author <ann@example.org>',
    'Date: Mo., 23. Nov. 2026 um 10:00 Uhr',
    'Subject: Printer',
    'To: <bob@staff.example>',
  ],
  [
    'Gmail, French',
    'Fwd: Printer',
    '---------- Forwarded message ---------',
    'De : Ann Author <ann@example.org>',
    'Date: lun. 23 nov. 2026 à 10:00',
    'Subject: Printer',
    'To: <bob@staff.example>',
  ],
  [
    'Gmail, Japanese',
    'Fwd: Printer',
    '---------- Forwarded message ---------',
    'From: Ann Author <ann@example.org>',
    'Date: 2026年11月23日(月) 10:00',
    'Subject: Printer',
    'To: <bob@staff.example>',
  ],
  [
    'Gmail, Chinese',
    'Fwd: Printer',
    '---------- Forwarded message ---------',
    '发件人： Ann Author <ann@example.org>',
    'Date: 2026年11月23日周一 10:00',
    'Subject: Printer',
    'To: <bob@staff.example>',
  ],
  [
    'Gmail, Turkish',
    'Fwd: Printer',
    '---------- Forwarded message ---------',
    'Gönderen: Ann Author <ann@example.org>',
    'Date: 23 Kas 2026 Pzt, 10:00',
    'Subject: Printer',
    'To: <bob@staff.example>',
  ],
  [
    'Outlook, English',
    'FW: Printer',
    'From: Ann Author <ann@example.org> ',
    'Sent: Monday, November 23, 2026 10:00 AM',
    'To: Bob <bob@staff.example>',
    'Cc: carl@example.org',
    'Subject: Printer',
    'Importance: High',
  ],
  [
    'Outlook with a rule and mailto',
    'FW: Printer',
    '-----Original Message-----',
    'From: Ann Author [mailto:ann@example.org]',
    'Sent: Monday, November 23, 2026 10:00 AM',
    'To: Bob',
    'Subject: Printer',
  ],
  [
    'Outlook on the web',
    'Fw: Printer',
    '________________________________',
    'From: Ann Author <ann@example.org<mailto:ann@example.org>>',
    'Sent: Monday, November 23, 2026 10:00 AM',
    'To: Bob <bob@staff.example<mailto:bob@staff.example>>',
    'Subject: Printer',
  ],
  [
    'Outlook, German',
    'WG: Printer',
    '-----Ursprüngliche Nachricht-----',
    'Von: Ann Author <ann@example.org>',
    'Gesendet: Montag, 23. November 2026 10:00',
    'An: Bob',
    'Betreff: Printer',
  ],
  [
    'Outlook, German, behind a gateway',
    '[Extern] WG: Printer',
    '*Von:* Ann Author <ann@example.org>',
    '*Gesendet:* Montag, 23. November 2026 10:00',
    '*An:* Bob',
    '*Betreff:* Printer',
  ],
  [
    'Outlook, French',
    'TR: Printer',
    'De : Ann Author <ann@example.org>',
    'Envoyé : lundi 23 novembre 2026 10:00',
    'À : Bob',
    'Objet : Printer',
  ],
  [
    'Outlook, Dutch',
    'Doorst: Printer',
    'Van: Ann Author <ann@example.org>',
    'Verzonden: maandag 23 november 2026 10:00',
    'Aan: Bob',
    'CC: Eve',
    'Onderwerp: Printer',
  ],
  [
    'Outlook, Spanish',
    'RV: Printer',
    'De: Ann Author <ann@example.org>',
    'Enviado el: lunes, 23 de noviembre de 2026 10:00',
    'Para: Bob',
    'Asunto: Printer',
  ],
  [
    'Outlook, Italian',
    'I: Printer',
    'Da: Ann Author <ann@example.org>',
    'Inviato: lunedì 23 novembre 2026 10:00',
    'A: Bob',
    'Oggetto: Printer',
  ],
  [
    'Outlook, Portuguese',
    'ENC: Printer',
    'De: Ann Author <ann@example.org>',
    'Enviada em: segunda-feira, 23 de novembro de 2026 10:00',
    'Para: Bob',
    'Assunto: Printer',
  ],
  [
    'Outlook, Russian',
    'FW: Printer',
    'От: Ann Author <ann@example.org>',
    'Отправлено: понедельник, 23 ноября 2026 г. 10:00',
    'Кому: Bob',
    'Копия: Eve',
    'Тема: Printer',
  ],
  [
    'Outlook, Polish',
    'PD: Printer',
    'Od: Ann Author <ann@example.org>',
    'Wysłano: poniedziałek, 23 listopada 2026 10:00',
    'Do: Bob',
    'DW: Eve',
    'Temat: Printer',
  ],
  [
    'Outlook, Swedish',
    'VB: Printer',
    'Från: Ann Author <ann@example.org>',
    'Skickat: den 23 november 2026 10:00',
    'Till: Bob',
    'Ämne: Printer',
  ],
  [
    'Outlook, Danish',
    'VS: Printer',
    'Fra: Ann Author <ann@example.org>',
    'Sendt: 23. november 2026 10:00',
    'Til: Bob',
    'Emne: Printer',
  ],
  [
    'Outlook, Norwegian',
    'VS: Printer',
    'Fra: Ann Author <ann@example.org>',
    'Dato: mandag 23. november 2026 kl. 10:00',
    'Til: Bob',
    'Kopi: Eve',
    'Emne: Printer',
  ],
  [
    'Outlook, Finnish',
    'VL: Printer',
    'Lähettäjä: Ann Author <ann@example.org>',
    'Lähetetty: maanantai 23. marraskuuta 2026 10:00',
    'Vastaanottaja: Bob',
    'Aihe: Printer',
  ],
  [
    'Outlook, Czech',
    'FW: Printer',
    'Od: Ann Author <ann@example.org>',
    'Odesláno: pondělí 23. listopadu 2026 10:00',
    'Komu: Bob',
    'Předmět: Printer',
  ],
  [
    'Outlook, Turkish',
    'İLT: Printer',
    'Kimden: Ann Author <ann@example.org>',
    'Gönderme Tarihi: 23 Kasım 2026 Pazartesi 10:00',
    'Kime: Bob',
    'Konu: Printer',
  ],
  [
    'Outlook, Japanese',
    'FW: Printer',
    '差出人: Ann Author <ann@example.org>',
    '送信日時: 2026年11月23日 10:00',
    '宛先: Bob',
    '件名: Printer',
  ],
  [
    'Outlook, Chinese',
    '转发: Printer',
    '发件人: Ann Author <ann@example.org>',
    '发送时间: 2026年11月23日 10:00',
    '收件人: Bob',
    '主题: Printer',
  ],
  [
    'QQ mail',
    '转发：Printer',
    '------------------ 原始邮件 ------------------',
    '发件人: "Ann Author" <ann@example.org>;',
    '发送时间: 2026年11月23日(星期一) 上午10:00',
    '收件人: "Bob"<bob@staff.example>;',
    '主 题: Printer',
  ],
  [
    '163 mail',
    '转发:Printer',
    '-------- 转发邮件信息 --------',
    '发件人："Ann Author" <ann@example.org>',
    '发送日期：2026-11-23 10:00:00',
    '收件人：bob@staff.example',
    '主题：Printer',
  ],
  [
    'Outlook, Chinese of Taiwan',
    '轉寄: Printer',
    '寄件者: Ann Author <ann@example.org>',
    '寄件日期: 2026年11月23日 10:00',
    '收件者: Bob',
    '主旨: Printer',
  ],
  [
    'Apple Mail without quote signs',
    'Fwd: Printer',
    'Begin forwarded message:',
    '',
    'From: Ann Author <ann@example.org>',
    'Subject: Printer',
    'Date: 23 November 2026 at 10:00:00 CET',
    'To: bob@staff.example',
  ],
  [
    'Apple Mail, German',
    'Fwd: Printer',
    'Anfang der weitergeleiteten Nachricht:',
    '',
    'Von: Ann Author <ann@example.org>',
    'Betreff: Printer',
    'Datum: 23. November 2026 um 10:00:00 MEZ',
    'An: bob@staff.example',
  ],
  [
    'Apple Mail, Dutch',
    'Fwd: Printer',
    'Begin doorgestuurd bericht:',
    '',
    'Van: Ann Author <ann@example.org>',
    'Onderwerp: Printer',
    'Datum: 23 november 2026 om 10:00:00 CET',
    'Aan: bob@staff.example',
  ],
  [
    'Apple Mail, Danish',
    'Fwd: Printer',
    'Start på videresendt besked:',
    '',
    'Fra: Ann Author <ann@example.org>',
    'Emne: Printer',
    'Dato: 23. november 2026 kl. 10.00.00 CET',
    'Til: bob@staff.example',
  ],
  [
    'Apple Mail, Japanese',
    'Fwd: Printer',
    '転送されたメッセージ:',
    '',
    '差出人: Ann Author <ann@example.org>',
    '件名: Printer',
    '日付: 2026年11月23日 10:00:00 JST',
    '宛先: bob@staff.example',
  ],
  [
    'Thunderbird, English',
    'Fwd: Printer',
    '-------- Forwarded Message --------',
    'Subject: \tPrinter',
    'Date: \tMon, 23 Nov 2026 10:00:00 +0100',
    'From: \tAnn Author <ann@example.org>',
    'Organization: \tHome',
    'To: \tbob@staff.example',
    '',
    '',
  ],
  [
    'Thunderbird, German',
    'Fwd: Printer',
    '-------- Weitergeleitete Nachricht --------',
    'Betreff: \tPrinter',
    'Datum: \tMon, 23 Nov 2026 10:00:00 +0100',
    'Von: \tAnn Author <ann@example.org>',
    'An: \tbob@staff.example',
  ],
  [
    'Thunderbird, French',
    'Fwd: Printer',
    '-------- Message transféré --------',
    'Sujet : \tPrinter',
    'Date : \tMon, 23 Nov 2026 10:00:00 +0100',
    'De : \tAnn Author <ann@example.org>',
    'Pour : \tbob@staff.example',
  ],
  [
    'Thunderbird, Spanish',
    'Fwd: Printer',
    '-------- Mensaje reenviado --------',
    'Asunto: \tPrinter',
    'Fecha: \tMon, 23 Nov 2026 10:00:00 +0100',
    'De: \tAnn Author <ann@example.org>',
    'Para: \tbob@staff.example',
  ],
  [
    'Thunderbird, Italian',
    'Fwd: Printer',
    '-------- Messaggio Inoltrato --------',
    'Oggetto: \tPrinter',
    'Data: \tMon, 23 Nov 2026 10:00:00 +0100',
    'Mittente: \tAnn Author <ann@example.org>',
    'A: \tbob@staff.example',
  ],
  [
    'Thunderbird, Portuguese',
    'Fwd: Printer',
    '-------- Mensagem encaminhada --------',
    'Assunto: \tPrinter',
    'Data: \tMon, 23 Nov 2026 10:00:00 +0100',
    'De: \tAnn Author <ann@example.org>',
    'Para: \tbob@staff.example',
  ],
  [
    'Thunderbird, Russian',
    'Fwd: Printer',
    '-------- Перенаправленное сообщение --------',
    'Тема: \tPrinter',
    'Дата: \tMon, 23 Nov 2026 10:00:00 +0100',
    'От: \tAnn Author <ann@example.org>',
    'Кому: \tbob@staff.example',
  ],
  [
    'Thunderbird, Polish',
    'Fwd: Printer',
    '-------- Wiadomość przekazana dalej --------',
    'Temat: \tPrinter',
    'Data: \tMon, 23 Nov 2026 10:00:00 +0100',
    'Nadawca: \tAnn Author <ann@example.org>',
    'Adresat: \tbob@staff.example',
  ],
  [
    'Thunderbird, Swedish',
    'Fwd: Printer',
    '-------- Vidarebefordrat meddelande --------',
    'Ämne: \tPrinter',
    'Datum: \tMon, 23 Nov 2026 10:00:00 +0100',
    'Från: \tAnn Author <ann@example.org>',
    'Till: \tbob@staff.example',
  ],
  [
    'Thunderbird, Norwegian',
    'Fwd: Printer',
    '-------- Videresendt melding --------',
    'Emne: \tPrinter',
    'Dato: \tMon, 23 Nov 2026 10:00:00 +0100',
    'Fra: \tAnn Author <ann@example.org>',
    'Til: \tbob@staff.example',
  ],
  [
    'Thunderbird, Finnish',
    'Fwd: Printer',
    '-------- Välitetty viesti --------',
    'Aihe: \tPrinter',
    'Päiväys: \tMon, 23 Nov 2026 10:00:00 +0100',
    'Lähettäjä: \tAnn Author <ann@example.org>',
    'Vastaanottaja: \tbob@staff.example',
  ],
  [
    'Thunderbird, Czech',
    'Fwd: Printer',
    '-------- Přeposlaná zpráva --------',
    'Předmět: \tPrinter',
    'Datum: \tMon, 23 Nov 2026 10:00:00 +0100',
    'Od: \tAnn Author <ann@example.org>',
    'Komu: \tbob@staff.example',
  ],
  [
    'Thunderbird, Turkish',
    'Fwd: Printer',
    '-------- İletilmiş İleti --------',
    'Konu: \tPrinter',
    'Tarih: \tMon, 23 Nov 2026 10:00:00 +0100',
    'Kimden: \tAnn Author <ann@example.org>',
    'Kime: \tbob@staff.example',
  ],
  [
    'Yahoo',
    'Fw: Printer',
    '----- Forwarded Message -----',
    'From: "Ann Author" <ann@example.org>',
    'To: "bob@staff.example" <bob@staff.example>',
    'Sent: Monday, November 23, 2026 at 10:00:00 AM GMT+1',
    'Subject: Printer',
  ],
  [
    'Yahoo, German',
    'WG: Printer',
    '----- Weitergeleitete Nachricht -----',
    'Von: Ann Author <ann@example.org>',
    'An: bob@staff.example',
    'Gesendet: Montag, 23. November 2026 um 10:00:00 MEZ',
    'Betreff: Printer',
  ],
  [
    'Proton',
    'Fw: Printer',
    '------- Forwarded Message -------',
    'From: Ann Author <ann@example.org>',
    'Date: On Monday, November 23rd, 2026 at 10:00 AM',
    'Subject: Printer',
    'To: bob@staff.example <bob@staff.example>',
  ],
  [
    'Proton with hyphens of its own',
    'Fw: Printer',
    '‐‐‐‐‐‐‐ Forwarded Message ‐‐‐‐‐‐‐',
    'From: Ann Author <ann@example.org>',
    'Subject: Printer',
  ],
  [
    'K-9',
    'Fwd: Printer',
    '-------- Original Message --------',
    'From: Ann Author <ann@example.org>',
    'Sent: November 23, 2026 10:00:00 AM GMT+01:00',
    'To: bob@staff.example',
    'Subject: Printer',
  ],
  [
    'GMX',
    'Fw: Printer',
    'Gesendet: Montag, 23. November 2026 um 10:00 Uhr',
    'Von: "Ann Author" <ann@example.org>',
    'An: bob@staff.example',
    'Betreff: Printer',
  ],
  [
    'SquirrelMail',
    '[Fwd: Printer]',
    '---------------------- Forwarded Message ----------------------',
    'Subject: Printer',
    'From:    "Ann Author" <ann@example.org>',
    'Date:    Mon, November 23, 2026 10:00 am',
    'To:      bob@staff.example',
    '----------------------------------------------------------------',
  ],
  [
    'mail.ru',
    'Fwd: Printer',
    '-------- Пересылаемое сообщение --------',
    'От кого: Ann Author <ann@example.org>',
    'Кому: Bob <bob@staff.example>',
    'Дата: Понедельник, 23 ноября 2026, 10:00 +03:00',
    'Тема: Printer',
  ],
  [
    'Notes',
    'Fw: Printer',
    '----- Forwarded by Bob/Example on 23.11.2026 10:05 -----',
    '',
    'From: Ann Author <ann@example.org>',
    'To: bob@staff.example',
    'Date: 23.11.2026 10:00',
    'Subject: Printer',
  ],
  [
    'labels in paragraphs of their own',
    'FW: Printer',
    'From: Ann Author <ann@example.org>',
    '',
    'Sent: Monday, November 23, 2026 10:00 AM',
    '',
    'To: Bob',
    '',
    'Subject: Printer',
  ],
  [
    'a sender wrapped over two lines',
    'Fwd: Printer',
    '---------- Forwarded message ---------',
    'From: Ann Author',
    '<ann@example.org>',
    'Date: Mon, Nov 23, 2026 at 10:00 AM',
    'Subject: Printer',
    'To: <bob@staff.example>',
  ],
  [
    'a marker of no language we know, known labels',
    'Fwd: Printer',
    '------- Zzyzx kwijibo -------',
    'From: Ann Author <ann@example.org>',
    'Date: today',
    'Subject: Printer',
  ],
];

describe('a forwarded mail', () => {
  for (const [program, subject, ...head] of HEADS) {
    it(`is read as ${program} writes it`, () => {
      const found = at([COMMENT, '', ...head, '', ...WORDS, ''], subject);
      expect(found).to.deep.include({ how: 'inline', from: ANN, subject: 'Printer', comment: COMMENT });
      expect(found?.text).to.equal(WORDS.join('\n'));
    });
  }

  it('is read where everything below the marker is quoted, and one quote sign is taken off', () => {
    const old = ['From: Ann Author <ann@example.org>', 'Subject: Printer', 'Date: 23 November 2026', '', ...WORDS];
    const lines = [
      'Begin forwarded message:',
      '',
      ...old.map(line => `> ${line}`.trimEnd()),
      '',
      'Staff only: a pest.',
    ];
    expect(at([COMMENT, '', ...lines])).to.deep.include({
      from: ANN,
      subject: 'Printer',
      text: WORDS.join('\n'),
      comment: `${COMMENT}\n\nStaff only: a pest.`,
    });
  });

  it('keeps a quoted line whose end lost its sign by wrapping', () => {
    const lines = [
      'Begin forwarded message:',
      '> From: ann@example.org',
      '> Subject: x',
      '>',
      '> a long',
      'line',
      '> end',
    ];
    expect(at(lines)?.text).to.equal('a long\nline\nend');
  });

  it('is read in a quote without marker when the subject says so', () => {
    const lines = ['> From: Ann Author <ann@example.org>', '> Date: today', '> Subject: Printer', '>', '> It burns.'];
    expect(at(lines)).to.deep.include({ from: ANN, text: 'It burns.', comment: '' });
    expect(at(lines, 'Printer')).to.equal(undefined);
  });

  it('of mutt ends at its last end line, and what stands below is the forwarder’s', () => {
    const end = '----- End forwarded message -----';
    const lines = [
      COMMENT,
      '----- Forwarded message from Ann Author <ann@example.org> -----',
      '',
      'Received: from mx.example (mx.example [192.0.2.1])',
      '\tby staff.example; Mon, 23 Nov 2026 09:00:01 +0000',
      'Date: Mon, 23 Nov 2026 10:00:00 +0100',
      'From: Ann Author <ann@example.org>',
      'To: bob@staff.example',
      'Message-ID: <req-1@example.org>',
      'Subject: Printer',
      '',
      'It burns.',
      end,
      'Close this ticket.',
      end,
      '',
      'Bob again',
    ];
    expect(at(lines, 'Printer')).to.deep.equal({
      how: 'inline',
      from: ANN,
      subject: 'Printer',
      messageId: 'req-1@example.org',
      date: Date.UTC(2026, 10, 23, 9),
      text: `It burns.\n${end}\nClose this ticket.`,
      comment: `${COMMENT}\n\nBob again`,
    });
  });

  it('does not end at an end line where the program writes none', () => {
    const [, subject, ...head] = HEADS[0]!;
    const found = at([...head, 'It burns.', '----- End forwarded message -----', 'close it'], subject);
    expect(found?.comment).to.equal('');
    expect(found?.text).to.contain('close it');
  });

  it('of mutt without its header has the sender of its marker', () => {
    const lines = ['----- Forwarded message from Ann Author <ann@example.org> -----', '', 'It burns.'];
    expect(at(lines, 'Fwd: Printer')).to.deep.include({ from: ANN, subject: 'Printer', text: 'It burns.' });
  });

  it('of Yandex has a head of one line', () => {
    const lines = [
      '-------- Пересылаемое сообщение --------',
      '23.11.2026, 10:00, "Ann Author" <ann@example.org>:',
      '',
      'It burns.',
      '-------- Конец пересылаемого сообщения --------',
    ];
    expect(at(lines)).to.deep.include({ from: ANN, subject: 'Printer', text: 'It burns.', comment: '' });
  });

  it('may begin right below its head, and a wrapped subject is put together', () => {
    const head = ['FW', 'From: ann@example.org', 'Sent: today', 'To: Bob'];
    expect(at([...head, 'Subject: Printer', 'http://x.example is down', '', 'bye'])).to.deep.include({
      subject: 'Printer',
      text: 'http://x.example is down\n\nbye',
    });
    const long = 'The printer on the second floor, left of the kitchen, burns';
    expect(at([...head, `Subject: ${long}`, 'since Monday', '', 'bye'])).to.deep.include({
      subject: `${long} since Monday`,
      text: 'bye',
    });
  });

  it('begins below a list of recipients that goes on over lines', () => {
    const head = ['---- Forwarded Message ----', 'From: a@example.org', 'To: b@example.org,', '   c@example.org,'];
    expect(at([...head, '   d@example.org', '', 'It burns,', 'again'])?.text).to.equal('It burns,\nagain');
  });

  it('has no part of its head in what it quotes', () => {
    const lines = [
      '---- Forwarded Message ----',
      'From: a@example.org',
      'Subject: x',
      '> From: b@example.org',
      '> To: c',
    ];
    expect(at(lines)?.from.address).to.equal('a@example.org');
  });

  it('has a date only when its zone came along', () => {
    const head = (date: string) => [
      '---- Forwarded Message ----',
      'From: a@example.org',
      `Date: ${date}`,
      'Subject: x',
      '',
    ];
    expect(at(head('Mon, 23 Nov 2026 10:00:00 +0100'))?.date).to.equal(Date.UTC(2026, 10, 23, 9));
    expect(at(head('Mon, 23 Nov 2026 10:00 AM'))).to.not.have.property('date');
  });

  it('that was forwarded twice is of the one who was forwarded last', () => {
    const marker = '---------- Forwarded message ---------';
    const first = [marker, 'From: carl@example.org', 'Subject: Old', '', 'old words'];
    const found = at([marker, 'From: Ann Author <ann@example.org>', 'Subject: Fwd: Old', '', 'see', ...first]);
    expect(found).to.deep.include({ from: ANN, subject: 'Fwd: Old', text: ['see', ...first].join('\n') });
  });

  it('is one whose comment says who wrote it', () => {
    const [, subject, ...head] = HEADS[0]!;
    expect(at(['On 23.11.2026 Ann wrote this:', '', ...head, 'x'], subject)?.from).to.deep.equal(ANN);
  });
});

describe('nothing was forwarded', () => {
  const MARKER = '---------- Forwarded message ---------';
  const GMAIL = [MARKER, 'From: Mallory <mallory@evil.example>', 'Date: today', 'Subject: x', '', 'words'];
  const OUTLOOK = ['From: Ann <ann@example.org>', 'Sent: today', 'To: Bob', 'Subject: Printer', '', 'It burns.'];

  const texts: Record<string, readonly [string, ...string[]]> = {
    'in an answer to a forward, quoted': [
      'Re: Fwd: x',
      'Yes.',
      '',
      'On 1.2.2026 Ann wrote:',
      ...GMAIL.map(l => `> ${l}`),
    ],
    'in an answer to a forward, not quoted': [
      'Re: x',
      'Yes.',
      '',
      'On 1.2.2026 Ann <a@b.example> wrote:',
      '',
      ...GMAIL,
    ],
    'in an answer wrapped by its program': [
      'Re: x',
      'Yes.',
      'Am 1.2.2026 um 10:00 schrieb',
      'Ann <a@b.example>:',
      ...GMAIL,
    ],
    'in an answer below an Outlook head': ['RE: x', 'Yes.', '', ...OUTLOOK, ...GMAIL],
    'in an answer below an Original Message line': ['Re: x', 'Yes.', '-----Original Message-----', 'Hi', ...GMAIL],
    'by a head without marker in an answer': ['RE: Printer', 'Yes.', '', ...OUTLOOK],
    'by a head without marker or prefix': ['Printer', 'Yes.', '', ...OUTLOOK],
    'by a Finnish answer': [
      'VS: x',
      'Lähettäjä: Ann <a@b.example>',
      'Lähetetty: x',
      'Vastaanottaja: y',
      'Aihe: x',
      '',
      'x',
    ],
    'by a quoted forward in a mail of its own': ['Question', 'What is this?', '', ...GMAIL.map(l => `> ${l}`)],
    'by words about forwarding': ['Fwd: x', 'Please forward this to Bob.', 'From: Berlin', 'To: Paris', 'Date: 3 May'],
    'by a marker alone': ['Fwd: x', MARKER, '', 'From Ann with love'],
    'by somebody with a name only': ['FW: x', 'From: Ann', 'Sent: today', 'To: Bob', 'Subject: x', '', 'words'],
    'by two people': ['Fwd: x', MARKER, 'From: Ann <ann@example.org>, carl@example.org', 'Subject: x', '', 'words'],
    'by two From lines': ['Fwd: x', MARKER, 'From: a@example.org', 'Subject: x', 'From: b@example.org', '', 'words'],
    'by a From line that a wrapped subject made': [
      'Fwd: x',
      '-------- Forwarded Message --------',
      'Subject: a very long subject that only ends in the next line',
      'From: boss@example.org',
      'Date: today',
      'From: Mallory <mallory@evil.example>',
      '',
      'words',
    ],
    'by one on behalf of another': [
      'FW: x',
      'From: list@example.org [mailto:list@example.org] On Behalf Of Ann',
      ...OUTLOOK.slice(1),
    ],
    'by an address in a name': [
      'Fwd: x',
      MARKER,
      'From: "boss@example.org" <mallory@evil.example>',
      'Subject: x',
      '',
      'x',
    ],
    'when the first head is unreadable and the stranger wrote one': [
      'Fwd: x',
      MARKER,
      'From: Ann',
      'To: Bob',
      '',
      ...GMAIL,
    ],
    'when the first head is of no language we know': [
      'Fwd: x',
      '------- Zzyzx kwijibo -------',
      'Kwi: Ann <ann@example.org>',
      'Zzy: today',
      'Xyz: x',
      '',
      ...GMAIL,
    ],
    'in an empty text': ['Fwd: x', ''],
  };
  for (const [how, [subject, ...lines]] of Object.entries(texts)) {
    it(how, () => {
      expect(at(lines, subject)).to.equal(undefined);
    });
  }

  it('whatever was written, or it has one sender and every letter came from the mail', () => {
    const line = fc.constantFrom(
      ...[
        '> q',
        '>',
        '',
        'words',
        'On 1.2.2026 Ann wrote:',
        '-- ',
        'From: a@example.org',
        'To: b',
        'Subject: c',
        'Date: d',
      ],
      ...[
        MARKER,
        '-----Original Message-----',
        'Begin forwarded message:',
        '> From: x@example.org',
        '> Subject: y',
        '_____',
      ],
      ...[
        '----- Forwarded message from z@example.org -----',
        '----- End forwarded message -----',
        'Von: n',
        '\u0000 İ：',
      ],
    );
    const subjects = fc.constantFrom('Fwd: x', 'x', 'Re: x', 'VS: x', '');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), subjects, (lines, subject) => {
        const found = at(lines, subject);
        if (found === undefined) return;
        expect(found.from.address).to.match(/^[axz]@example\.org$/);
        const written = new Set(lines.map(l => l.replace(/^> ?/, '')).concat(lines));
        for (const part of `${found.text}\n${found.comment}`.split('\n'))
          expect(part === '' || written.has(part)).to.equal(true);
      }),
    );
  });
});

describe('a forward prefix', () => {
  it('is found in front, in any language, and not behind Re:', () => {
    for (const subject of [
      'FW: x',
      'Fwd: x',
      'WG: x',
      'TR : x',
      'Fwd[2]: x',
      '轉寄：x',
      'İLT: x',
      ' [External] [Tag] fw: x',
    ])
      expect(forwardPrefix(subject), subject).not.to.equal(undefined);
    for (const subject of ['Re: Fwd: x', 'x', '', 'Fwd', 'Forward: x', 'AW: WG: x', '[x fwd: y'])
      expect(forwardPrefix(subject), subject).to.equal(undefined);
  });
});

describe('reading what was forwarded', () => {
  const pieces = [
    ...['From:\n', 'From: a@b.example\n', 'From: a\nTo: b\n', 'Date: x\n\n', 'a:\n', 'From: a@b.example\nx: y\n'],
    ...[
      '---------- Forwarded',
      '---- x ----\na: b@c\nd: e\n',
      '-',
      '- ',
      '-----',
      '> ',
      '>\n',
      '\n',
      '=_-',
      'İ',
      'begin ',
    ],
    ...['a@', 'a@b,', 'On 1.2.2026 Ann wrote:\n', '1.1.2020 a@b.example wrote ', '----- End forwarded', 'From: ', '：'],
  ];
  const marked = '---------- Forwarded message ---------\nFrom: a@b.example\nSubject: x\n\n';
  it('takes time that grows with the size only', () => {
    for (const piece of pieces) {
      for (const before of ['', marked, '----- Forwarded message from x -----\n', '---- x ----\n']) {
        const { small, large } = howItGrows(length => {
          const text = before + piece.repeat(Math.floor(length / piece.length));
          forwardedInline(text, 'Fwd: x');
          forwardedInline(text, 'x');
        }, 50 * 1024);
        // more than 256 kB is never looked at, so that what grows faster below that ends there
        expect(large, JSON.stringify([before, piece, small, large])).to.be.below(Math.max(300, 12 * small));
      }
    }
  });

  it('takes no more lines apart than it looks at, so what is forwarded may have thousands of empty fields', () => {
    for (const before of ['---------- Forwarded message ---------\n', marked]) {
      const text = before + 'x:\n'.repeat(85_000);
      expect(leastBelow(15, () => forwardedInline(text, 'x'))).to.be.below(15);
    }
  });

  it('stops looking after 256 kB but keeps all words of what was found', () => {
    const long = 'word '.repeat(100_000).trimEnd();
    expect(forwardedInline(`${marked}${long}\nend`, 'x')?.text).to.equal(`${long}\nend`);
    expect(forwardedInline(`${'x\n'.repeat(150_000)}${marked}words`, 'Fwd: x')).to.equal(undefined);
  });
});

describe('a mail forwarded as a file', () => {
  const read = async (name: string) =>
    parseMail(readFileSync(join('test/mails/forwards', `${name}.eml`)), { to: [] }, { mailSize: 1024 * 1024 });

  it('has the sender, subject, id, date and words of its own header and body', async () => {
    const { forwarded, kind } = await read('attached');
    expect(kind).to.equal('person');
    expect(forwarded).to.deep.equal({
      how: 'attached',
      from: { name: 'Änn Author', address: 'ann@example.org' },
      subject: 'Drucker brennt – Raum 12',
      messageId: 'req-1@example.org',
      date: Date.UTC(2026, 10, 23, 9),
      text: 'Der Drucker brennt, größer als gestern.\n',
      comment: 'Please take this one.\n\nBob',
    });
  });

  it('in base64 and HTML is read as well, and the first of two counts', async () => {
    const { forwarded } = await read('two-attached');
    expect(forwarded).to.deep.include({ from: ANN, subject: 'Printer', text: 'It burns.\n\n- first floor' });
  });

  it('counts more than one in the text', async () => {
    const { forwarded, text } = await read('attached-and-inline');
    expect(text).to.contain('mallory@evil.example');
    expect(forwarded).to.deep.include({ how: 'attached', from: ANN });
  });

  it('with two senders is none, and its text is not looked into', async () => {
    expect((await read('attached-two-senders')).forwarded).to.equal(null);
  });

  it('within a forwarded mail stays there', async () => {
    const { forwarded, attachments } = await read('attached-nested');
    expect(forwarded).to.deep.include({ from: ANN, subject: 'Fwd: older', text: 'See the older one.' });
    expect(attachments).to.have.length(1);
  });

  it('is none when a report returns it', async () => {
    const mail = await read('returned');
    expect(mail.kind).to.equal('bounce');
    expect(mail.forwarded).to.equal(null);
  });

  it('in HTML only is read inline from its words', async () => {
    expect((await read('html-outlook')).forwarded).to.deep.include({
      how: 'inline',
      from: ANN,
      subject: 'Printer',
      text: 'It burns.',
      comment: 'See below.',
    });
    expect((await read('html-apple')).forwarded).to.deep.include({ from: ANN, subject: 'Printer', text: 'It burns.' });
  });

  it('leaves new words and folded as they were', async () => {
    const mail = await read('html-outlook');
    expect({ newWords: mail.newWords, folded: mail.folded }).to.deep.equal(splitWords(mail.text));
  });
});
