import { expect } from 'chai';
import { type Language, languageOf } from '../../src/mail/language.ts';
import { growsLinearly } from '../linear.ts';

const MAILS: readonly (readonly [Language, string])[] = [
  ['en', 'Hello, I cannot log in to the customer portal since this morning. Could you please have a look?'],
  ['en', "My printer doesn't print any more. It's the one on the second floor.\n\nThanks,\nAda"],
  ['nl', 'Goedemorgen, ik kan niet meer inloggen op het portaal. Kunt u er naar kijken? Alvast bedankt.'],
  ['nl', 'Wij hebben de factuur nog niet ontvangen, wanneer wordt deze gestuurd?'],
  ['de', 'Guten Tag, ich kann mich seit heute nicht mehr anmelden. Können Sie bitte nachsehen?'],
  ['de', 'Die Rechnung ist noch nicht angekommen. Mit freundlichen Grüßen'],
  ['fr', 'Bonjour, je ne peux plus me connecter au portail depuis ce matin. Merci de votre aide.'],
  ['fr', "L'imprimante du deuxième étage ne fonctionne plus, est-ce que vous pouvez venir ?"],
  ['es', 'Hola, no puedo entrar en el portal desde esta mañana. ¿Me pueden ayudar? Gracias.'],
  ['it', 'Buongiorno, non riesco più ad accedere al portale da questa mattina. Grazie per il vostro aiuto.'],
  ['ru', 'Здравствуйте, я не могу войти в личный кабинет с сегодняшнего утра. Помогите, пожалуйста.'],
  ['uk', 'Добрий день, я не можу увійти до кабінету з сьогоднішнього ранку. Допоможіть, будь ласка.'],
  ['pl', 'Dzień dobry, nie mogę się zalogować do portalu od dziś rana. Proszę o pomoc.'],
];

describe('The language of a text', () => {
  for (const [language, text] of MAILS)
    it(`is told: ${language}, ${text.slice(0, 30)}`, () => {
      expect(languageOf(text)).to.equal(language);
    });

  it('is not guessed where there is too little, or nothing that tells', () => {
    for (const text of ['', 'Error 4711', 'SN-4711 2231 AB', 'ok', 'https://example.org/the/and/of', 'Привет'])
      expect(languageOf(text), text).to.equal(undefined);
  });

  it('is not guessed for a language that is not among them', () => {
    const others = [
      'Olá, não consigo entrar no portal desde hoje de manhã. Podem me ajudar? Muito obrigado.',
      'Hej, jag kan inte logga in på portalen sedan i morse. Kan ni hjälpa mig? Tack på förhand.',
      'Hej, jeg kan ikke logge ind på portalen siden i morges. Kan I hjælpe mig? Tak på forhånd.',
      'Dobrý den, nemohu se přihlásit do portálu, prosím o pomoc. Děkuji.',
      'Здравейте, не мога да вляза в портала от тази сутрин. Моля да ми помогнете. Благодаря.',
      '您好，我今天早上无法登录客户门户，请帮忙看一下。谢谢。',
      'ポータルにログインできません。ご確認をお願いいたします。',
      'Merhaba, bu sabahtan beri portala giremiyorum. Yardımcı olur musunuz? Teşekkürler.',
    ];
    for (const text of others) expect(languageOf(text), text).to.equal(undefined);
  });

  it('is not guessed when a mail is as much in one as in the other', () => {
    const [english, german] = [MAILS[0]![1], MAILS[4]![1]];
    expect(languageOf(`${english} ${german}`)).to.equal(undefined);
  });

  it('takes no longer than the text is long', () => {
    expect(growsLinearly(n => languageOf('a@'.repeat(n)))).to.equal(true);
    expect(growsLinearly(n => languageOf("l'".repeat(n)))).to.equal(true);
    expect(growsLinearly(n => languageOf('the '.repeat(n)))).to.equal(true);
  });
});
