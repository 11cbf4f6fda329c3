/** The check digits of numbers that are taken out: what tells them from other numbers of that length. */

/** ISO/IEC 7812-1: every second digit from the right is doubled, the sum is a multiple of ten. */
export function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    sum += index % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return digits.length > 0 && sum % 10 === 0;
}

/** 13 to 19 digits, as card schemes issue them (travel cards of 15 begin with 1, those of 13 with 4), with their check digit. */
export function isCard(digits: string): boolean {
  if (digits.length < 13 || digits.length > 19) return false;
  const first = digits.charAt(0);
  if (first === '1' ? digits.length !== 15 : first < '2' || first > '6') return false;
  return (digits.length > 13 || first === '4') && isLuhn(digits);
}

/** NHS number: ten digits, weights 10 … 2, modulo 11. */
export function isNhsNumber(digits: string): boolean {
  if (digits.length !== 10 || /^(\d)\1+$/.test(digits)) return false;
  let sum = 0;
  for (let index = 0; index < 9; index++) sum += (digits.charCodeAt(index) - 48) * (10 - index);
  return (11 - (sum % 11)) % 11 === digits.charCodeAt(9) - 48;
}

/** American Bankers Association: nine digits, weights 3 7 1; the first two name a district. */
export function isRoutingNumber(digits: string): boolean {
  if (digits.length !== 9 || /^0+$/.test(digits)) return false;
  const district = Number(digits.slice(0, 2));
  if (!(district <= 12 || (district >= 21 && district <= 32) || (district >= 61 && district <= 72) || district === 80)) return false;
  let sum = 0;
  for (let index = 0; index < 9; index++) sum += (digits.charCodeAt(index) - 48) * ([3, 7, 1][index % 3] ?? 0);
  return sum % 10 === 0;
}

/** Three, two and four digits: no area 000, 666 or 9xx, no group 00, no serial 0000. */
export function isSocialSecurityNumber(digits: string): boolean {
  return digits.length === 9 && !/^(000|666|9)/.test(digits) && !/^\d{3}00/.test(digits) && !digits.endsWith('0000');
}

/** German insurant number: a letter, eight digits and a check digit; the letter counts as two digits; weights 1 and 2, sums of digits. */
export function isInsurantNumber(text: string): boolean {
  if (!/^[A-Z]\d{9}$/.test(text)) return false;
  const digits = String(text.charCodeAt(0) - 64).padStart(2, '0') + text.slice(1, 9);
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const product = (digits.charCodeAt(index) - 48) * (1 + (index % 2));
    sum += product > 9 ? product - 9 : product;
  }
  return sum % 10 === text.charCodeAt(9) - 48;
}

/** Medicare Beneficiary Identifier: eleven places, each for a digit, a letter or either; no S, L, O, I, B, Z. */
export function isBeneficiaryIdentifier(text: string): boolean {
  return /^[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d[AC-HJKMNP-RT-Y]{2}\d{2}$/.test(text);
}
