/** How often something harmless is taken out of what people say in meetings, where numbers abound. */
import { expect, test } from 'vitest';
import { redactText } from './redact-text.ts';
import { inTheEnd } from './test-speech.ts';

const english = `
We had 1,200 visitors on Monday and 1,350 on Tuesday, which makes 2,550.
The meeting is moved from 10:30 to 11:15 on the 23rd of November 2026.
Revenue grew by 12.5 % to 4.2 million dollars in the third quarter.
About two hundred and fifty people signed up, and thirty one of them paid.
Call me back at 555 0142, or on 020 7946 0958 after six.
My extension is 4402, and Grace's is 4407.
In 1999 we had 12 employees, in 2009 we had 120, and in 2019 we had 1,200.
The flight is BA 2490 from gate 31, seat 14 C, at five past seven.
It took between three and four hours, two or three times a week.
Version 3.14.2 fixes 27 bugs, 4 of them from 2024.
Please open page 142, line 17.
The order number is 48213377 and it ships in 3 to 5 days.
We need 16 gigabytes of memory and 512 of disk, at least.
Twenty twenty six will be better than twenty twenty five.
The room is on the 14th floor, number 1408.
Our budget is 250,000 euros, of which 180,000 are spent.
The temperature was minus twelve, and then plus four.
One, two, three, four, testing, one, two, three.
Ten, nine, eight, seven, six, five, four, three, two, one, go.
The score was three to two, then four to three, and five to four for us.
There are 365 days in a year, 24 hours in a day and 60 minutes in an hour.
I live at 221 B Baker Street, postcode NW1 6XE.
The train leaves at 8:05, 8:35, 9:05 and 9:35.
Between 1914 and 1918, and from 1939 to 1945.
He ran the 100 metres in 9.58 seconds in 2009.
Ticket 10234 is a duplicate of 10198 and of 10111.
The answer is 42, oh well.
Take bus 38 or 73 to King's Cross for one pound seventy five.
That is a hundred and one percent for you and ninety nine for me.
The resolution is 1920 by 1080 at 60 frames a second.
We agreed on 50 50, no, on 60 40.
Our contract expires in 2027, and the insurance is valid until 2028.
I was born on 12/03/1985.
There were 7, 8, 9 or maybe 10 of them.
The insurance costs 80 pounds, and the card costs 5.
Section 8.2.1, paragraph 4, of the agreement of 2 May 2024.
Can you hear me? Channel 1, channel 2, channel 3, channel 4.
She got 1,024 votes out of 2,048.
The phone number is plus four four two zero seven nine four six zero nine five eight.
It is 6 foot 2, and weighs 85 kilos.
`;
const others: Readonly<Record<string, string>> = {
  es: `
Nos vemos a las 10:30 en la sala 204, somos once.
En 2019 vendimos mil doscientas unidades, una más que en 2018.
Una vez, dos veces, tres veces y basta.
El tren sale a las ocho y cinco y llega a las nueve y media.
`,
  de: `
Wir treffen uns um 10:30 Uhr im Raum 204, am 23.11.2026.
Das kostet 1.250 Euro, also zwölf Prozent mehr als 2025.
Eins, zwei, drei, vier, fünf, sechs, sieben, los.
Ein Mann und eine Frau kamen um elf, und noch ein Mann um zwölf.
`,
  fr: `
On se voit à 10:30 dans la salle 204, le 23/11/2026.
Cela coûte 1 250 euros, soit douze pour cent de plus qu’en 2025.
Un homme et une femme sont venus à onze heures, et un autre à quatorze heures.
Il y en a quatre-vingt-dix-neuf, pas cent.
`,
};
const linesOf = (text: string): readonly string[] => text.trim().split('\n');

test('no sentence of a meeting loses anything, alone or in the row of what one person says', () => {
  const corpora = [['en', english], ...Object.entries(others)] as const;
  for (const [language, text] of corpora) {
    const lines = linesOf(text);
    expect(lines.flatMap((line) => inTheEnd([{ text: line, language }]))).toEqual(lines);
    expect(inTheEnd(lines.map((line) => ({ text: line, language })))).toEqual(lines);
  }
});

test('nor as a recogniser writes it, without capitals and punctuation', () => {
  const lines = linesOf(english)
    .filter((line) => !/\d/.test(line))
    .map((line) => line.toLowerCase().replaceAll(/[^\p{L}\s]/gu, ''));
  expect(lines.length).toBeGreaterThan(8);
  expect(inTheEnd(lines)).toEqual(lines);
});

test('nor as a text that stands alone', () => {
  const redact = redactText();
  const lines = [english, ...Object.values(others)].flatMap(linesOf);
  expect(lines.map(redact)).toEqual(lines);
  expect(redact(lines.join('\n'))).toBe(lines.join('\n'));
});
