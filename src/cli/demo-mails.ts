/**
 * The mails a sandbox starts with, as they would come off the wire: a plain request, one with another charset, a quote
 * and a file, and a machine's mail that nobody may answer. The domains are reserved ones (RFC 2606).
 */
export function demoMails(to: string, now: number): string[] {
  const HOUR = 3_600_000;
  return [
    printerMail(to, mailDate(now - 3 * HOUR)),
    invoiceMail(to, mailDate(now - 2 * HOUR)),
    absenceMail(to, mailDate(now - HOUR)),
  ].map(mail => mail.replaceAll('\n', '\r\n'));
}

/** RFC 5322 §3.3. */
function mailDate(at: number): string {
  return new Date(at).toUTCString().replace('GMT', '+0000');
}

function printerMail(to: string, date: string): string {
  return `\
From: Ann Archer <ann@example.org>
To: ${to}
Subject: The printer on the second floor eats paper
Date: ${date}
Message-ID: <demo-printer@example.org>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Hello,

since this morning the printer beside the kitchen crumples every second
page. The first tray is fine, only the large one does it. I took out what
was stuck and switched it off and on.

Could somebody have a look before the board meeting on Thursday?

Ann
`;
}

function invoiceMail(to: string, date: string): string {
  return `\
From: =?utf-8?Q?J=C3=BCrgen_Wei=C3=9F?= <juergen@example.net>
To: ${to}
Subject: =?utf-8?Q?Invoice_4711:_the_amount_in_=E2=82=AC_is_wrong?=
Date: ${date}
Message-ID: <demo-invoice@example.net>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="demo-part"

--demo-part
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Good morning,

you charged the line twice, see the file: =E2=82=AC 96 instead of =E2=82=AC=
 48.

On Mon, 2 Nov 2026 at 10:12, Billing <billing@desk.example> wrote:
> Dear customer,
> please find your invoice 4711 attached.
> It is due within 30 days.

--demo-part
Content-Type: text/csv; name="invoice-4711.csv"
Content-Disposition: attachment; filename="invoice-4711.csv"
Content-Transfer-Encoding: base64

aXRlbSxldXJvDQpsaW5lLDQ4DQpsaW5lLDQ4DQo=
--demo-part--
`;
}

function absenceMail(to: string, date: string): string {
  return `\
From: Carl Carpenter <carl@example.com>
To: ${to}
Subject: Out of office: your letter
Date: ${date}
Message-ID: <demo-absence@example.com>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: text/plain; charset=us-ascii

I am away until Monday and read my mail then.
`;
}
