/** Words after which digits are something that is to be taken out, however few: "security code", "account number", "medical record number". */
import { plain } from './number-words.ts';
import type { Token } from './spoken-tokens.ts';

/** `phone` and `expiry` say what else digits are: a phone number stays, an expiry is taken out where a card was spoken of. */
export type ContextKind = 'card' | 'code' | 'expiry' | 'account' | 'health' | 'phone';

export type Context = { readonly kind: ContextKind; /** The tokens that say it. */ readonly first: number; readonly last: number };

const phrases: Readonly<Record<ContextKind, string>> = {
  card:
    'card number|card numbers|credit card|debit card|bank card|visa|visa card|mastercard|master card|amex|american express|long number|card is|' +
    'kreditkarte|kreditkartennummer|kartennummer|numero de tarjeta|tarjeta|tarjeta de credito|carte bancaire|carte de credit|numero de carte',
  code:
    'security code|security number|cvv|cvv2|cvc|cvc2|c v v|c v c|card verification|verification code|three digits on the back|' +
    'prufziffer|kartenprufnummer|sicherheitscode|codigo de seguridad|code de securite|cryptogramme|pin|pin code',
  expiry:
    'expires|expiry|expiry date|expiration|expiration date|valid until|valid thru|good thru|gultig bis|ablaufdatum|caduca|vencimiento|expire',
  account:
    'account number|account numbers|bank account|checking account|savings account|account is|iban|routing|routing number|sort code|bic|' +
    'kontonummer|konto|bankleitzahl|numero de cuenta|cuenta|numero de compte|compte bancaire',
  health:
    'nhs|nhs number|medical record|medical record number|record number|mrn|m r n|patient number|patient id|health insurance number|insurance number|' +
    'medicare|medicare number|medicaid|member id|member number|social security|social security number|ssn|s s n|' +
    'krankenversichertennummer|versichertennummer|versicherungsnummer|seguridad social|securite sociale',
  phone:
    'phone|phone number|telephone|telephone number|mobile|mobile number|cell|cell phone|fax|extension|call me|call us|call|ring|text me|reach me|dial|tel',
};

/** Digits a number must have at least, after such words. */
export const fewestDigits: Readonly<Record<Exclude<ContextKind, 'phone'>, number>> = { card: 6, code: 3, expiry: 3, account: 6, health: 4 };

type Phrase = { readonly words: readonly string[]; readonly kind: ContextKind };

const byFirstWord = new Map<string, Phrase[]>();
for (const [kind, said] of Object.entries(phrases) as [ContextKind, string][])
  for (const phrase of said.split('|')) {
    const words = phrase.split(' ').map(plain);
    const [first = ''] = words;
    byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), { words, kind }]);
  }

/** In the order of the text. */
export function contextsIn(tokens: readonly Token[]): readonly Context[] {
  const found: Context[] = [];
  tokens.forEach(({ text }, index) => {
    for (const { words, kind } of byFirstWord.get(text) ?? [])
      if (words.every((word, ahead) => tokens[index + ahead]?.text === word))
        found.push({ kind, first: index, last: index + words.length - 1 });
  });
  return found;
}

/** The words that say a context are no spelt letters and digits: "SSN", "c v v". */
export function setApart(tokens: readonly Token[], contexts: readonly Context[]): readonly Token[] {
  if (contexts.length === 0) return tokens;
  const apart = [...tokens];
  for (const { first, last } of contexts)
    for (let index = first; index <= last; index++) {
      const { text, from, to } = tokens[index] as Token;
      apart[index] = { kind: 'word', text, from, to };
    }
  return apart;
}

const months = new Set(
  (
    'january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec ' +
    'januar februar marz mai juni juli oktober dezember enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre ' +
    'janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre'
  ).split(' '),
);

export function isMonth(token: Token | undefined): boolean {
  return token !== undefined && months.has(token.text);
}
