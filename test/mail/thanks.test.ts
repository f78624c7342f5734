import { expect } from 'chai';
import fc from 'fast-check';
import { isOnlyThanks } from '../../src/mail/thanks.ts';
import { growsLinearly } from '../linear.ts';

/** By language: what only thanks, and what says more. */
const ONLY_THANKS: Readonly<Record<string, readonly string[]>> = {
  en: [
    'Thanks!',
    'Thank you so much.',
    'thanks',
    'Thx',
    'Thanks a lot for your quick help!',
    'Great, thanks!',
    'Thanks, solved!',
    'Thank you, it works now.',
    'Many thanks for the fast reply.',
    'Perfect, thank you very much!',
    'Thanks Bob!',
    'Hi Bob,\n\nthank you for your help. Everything works again.\n\nBest regards,\nAnn Example',
    'Solved, thanks. You can close the ticket.',
    'It works! Thanks again 🎉',
    'Much appreciated.',
    'Thanks\n\nAnn',
    'OK, thanks.',
    'Got it, thank you.',
    'That did the trick, thanks!',
    'Thank you!\n\nSent from my iPhone',
    'Thanks and have a nice weekend!',
  ],
  de: [
    'Danke!',
    'Vielen Dank, funktioniert',
    'Super, danke schön!',
    'Herzlichen Dank für die schnelle Hilfe.',
    'Hat geklappt, danke.',
    'Hallo Herr Beispiel,\n\nvielen Dank für Ihre schnelle Antwort.\n\nMit freundlichen Grüßen\nAnn Beispiel',
    'Perfekt, jetzt geht es wieder. Danke!',
    'Alles klar, danke.',
    'Problem gelöst, vielen Dank!',
    'Danke, Sie können das Ticket schließen.',
  ],
  fr: [
    'Merci beaucoup',
    'Merci !',
    'Parfait, merci pour votre aide.',
    'Merci, ça marche maintenant.',
    'Bonjour,\n\nMerci beaucoup pour votre réponse rapide.\n\nCordialement,\nAnn',
    'Je vous remercie.',
    "C'est résolu, merci.",
  ],
  nl: ['Bedankt', 'Bedankt, het werkt weer!', 'Dank u wel.', 'Hartelijk dank voor de snelle reactie.', 'Top, bedankt!'],
  ru: [
    'Спасибо',
    'Спасибо, всё работает!',
    'Большое спасибо за помощь.',
    'Благодарю!',
    'Добрый день!\nСпасибо за быстрый ответ.\n\nС уважением,\nАнна',
  ],
  es: [
    'Gracias',
    'Muchas gracias por su ayuda.',
    'Perfecto, gracias.',
    'Gracias, ya funciona.',
    'Solucionado. ¡Muchas gracias!',
  ],
  it: ['Grazie', 'Grazie mille!', 'Perfetto, grazie.', 'Grazie, ora funziona tutto.', 'Molte grazie per la risposta.'],
  pt: [
    'Obrigado',
    'Muito obrigada!',
    'Obrigado, já funciona.',
    'Perfeito, obrigado pela ajuda.',
    'Resolvido, muito obrigado.',
  ],
  pl: ['Dziękuję', 'Dzięki!', 'Dziękuję bardzo za pomoc.', 'Działa, dziękuję.', 'Super, dzięki.'],
  sv: ['Tack', 'Tack så mycket!', 'Tack för hjälpen.', 'Det fungerar nu, tack!', 'Perfekt, tack.'],
  da: ['Tak', 'Mange tak for hjælpen.', 'Det virker nu, tak!', 'Super, tak.'],
  no: ['Takk', 'Tusen takk for hjelpen!', 'Det fungerer nå, takk.', 'Flott, takk.'],
  fi: ['Kiitos', 'Kiitos paljon!', 'Kiitos avusta.', 'Nyt toimii, kiitos.'],
  cs: ['Děkuji', 'Díky moc!', 'Děkuji za pomoc.', 'Už to funguje, díky.', 'Děkuji za rychlou odpověď.'],
  tr: ['Teşekkürler', 'Çok teşekkür ederim.', 'Teşekkürler, şimdi çalışıyor.', 'Sağ olun'],
  ja: [
    'ありがとうございます。',
    'ありがとうございました！',
    '解決しました。ありがとうございます。',
    '助かりました。',
    '承知しました。ありがとうございます。',
  ],
  zh: ['谢谢', '非常感谢！', '好的，谢谢。', '问题解决了，谢谢', '感谢您的帮助。'],
  emoji: ['👍', '🙏🙏', '👍🏽', '❤️', ':-)'],
};

const SAYS_MORE: Readonly<Record<string, readonly string[]>> = {
  en: [
    'Thanks, but it still does not work.',
    'Thanks! When will it be delivered?',
    'Thanks, my number is 5550100.',
    'Thank you. Please send the invoice as well.',
    'OK',
    'Hi printer is broken, thanks',
    'Perfect',
    'That is fine.',
    'Thanks, I will try.',
    'Thanks for nothing.',
    'No thanks.',
    'Thanks, it worked for an hour.',
    'Thanks, solved. One more thing: the scanner is broken.',
    'Thanks, ann@example.org',
    'Thanks. The printer',
    'Thanks in advance for sending it.',
    'Thanks, not solved.',
    'Thanks 👎',
    'Hi Bob',
    'Yes',
    'Thanks, go ahead.',
    'Thanks, can you call me',
    'Thank you for your help, unfortunately the error came back.',
    '',
  ],
  de: [
    'Danke, aber es geht nicht.',
    'Vielen Dank, wann kommt der Techniker?',
    'Danke, das Problem besteht weiter.',
    'Danke, bitte noch die Rechnung schicken.',
    'Danke, leider nein.',
    'Danke im Voraus für die Zusendung',
    'Danke, funktioniert noch nicht',
    'Nein danke',
    'Ja',
    'Danke Ihnen für die Zusendung',
  ],
  fr: [
    'Merci mais ça ne marche pas.',
    'Merci, quand viendrez-vous ?',
    "Merci de m'envoyer la facture.",
    'Merci, toujours pas.',
    'Non merci',
  ],
  nl: ['Bedankt, maar het werkt niet.', 'Bedankt, graag ook de factuur.', 'Bedankt, nog niet opgelost'],
  ru: ['Спасибо, но не работает.', 'Спасибо, пришлите счёт.', 'Нет, спасибо', 'Спасибо, а когда будет готово?'],
  es: ['Gracias, pero no funciona.', 'Gracias, ¿cuándo llega?', 'Gracias, envíe la factura.', 'No, gracias'],
  it: ['Grazie, ma non funziona.', 'Grazie, mandate la fattura.', 'No grazie'],
  pt: ['Obrigado, mas não funciona.', 'Obrigado, enviem a fatura.', 'Não, obrigado'],
  pl: ['Dziękuję, ale nie działa.', 'Dziękuję, proszę o fakturę.', 'Nie, dziękuję'],
  sv: ['Tack, men det fungerar inte.', 'Tack, skicka fakturan.', 'Nej tack'],
  da: ['Tak, men det virker ikke.', 'Nej tak', 'Tak, send fakturaen.'],
  no: ['Takk, men det virker ikke.', 'Nei takk'],
  fi: ['Kiitos, mutta ei toimi.', 'Ei kiitos', 'Kiitos, lähetä lasku.'],
  cs: ['Děkuji, ale nefunguje to.', 'Ne, děkuji', 'Děkuji, pošlete fakturu.'],
  tr: ['Teşekkürler ama çalışmıyor.', 'Hayır teşekkürler', 'Teşekkürler, faturayı gönderin.'],
  ja: [
    'ありがとうございます。しかしまだ動きません。',
    'ありがとうございます。請求書も送ってください。',
    'ありがとうございます。いつ届きますか',
  ],
  zh: ['谢谢，但是还是不行。', '谢谢，请把发票发给我。', '不用了，谢谢'],
  emoji: ['👎', '🤔', '💔', '👍👎', '😡'],
};

const all = (table: Readonly<Record<string, readonly string[]>>) => Object.values(table).flat();

describe('an answer that only says thank you', () => {
  it('is known in seventeen languages, with greeting, closing and name', () => {
    expect(all(ONLY_THANKS).filter(text => !isOnlyThanks(text))).to.deep.equal([]);
  });

  it('is none when it says anything more', () => {
    expect(all(SAYS_MORE).filter(isOnlyThanks)).to.deep.equal([]);
    expect(all(ONLY_THANKS).length + all(SAYS_MORE).length).to.be.at.least(120);
  });

  it('is none with a sentence of substance, a question or a number before or after it', () => {
    const more = [
      'The printer is broken again.',
      'It fails since Monday.',
      'When?',
      'Order 4711',
      'Bitte rufen Sie mich an.',
      'Но не работает',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...all(ONLY_THANKS)),
        fc.constantFrom(...more),
        fc.boolean(),
        (thanks, sentence, first) => {
          expect(isOnlyThanks(first ? `${sentence}\n${thanks}` : `${thanks}\n${sentence}`)).to.equal(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is none for any words that are not in the tables', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[bcdfghjklmnpqrstvwxz]{4,9}( [bcdfghjklmnpqrstvwxz]{4,9}){1,5}$/), words => {
        expect(isOnlyThanks(words)).to.equal(false);
        expect(isOnlyThanks(`Thanks, ${words}`)).to.equal(false);
      }),
    );
  });

  it('is decided at once, whatever is repeated', () => {
    for (const words of ['thanks ', 'danke für die ', 'it is now ', '非常感谢', 'ご対応を', 'merci pour la ', '👍 ']) {
      expect(
        growsLinearly(n => isOnlyThanks(`${words.repeat(n)}x`)),
        words,
      ).to.equal(true);
      const start = performance.now();
      isOnlyThanks(`${words.repeat(400).slice(0, 398)}x`);
      expect(performance.now() - start, words).to.be.below(200);
    }
  });
});
