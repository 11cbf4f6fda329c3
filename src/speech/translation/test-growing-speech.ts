/** What a recogniser says of sentences while they are being spoken, and what a reader sees of captions: for tests of flicker. */

export const SPOKEN: readonly string[] = [
  'good morning everybody and thank you for coming to the meeting today',
  'we have to decide when the new version of the product will be ready for our customers',
  'the first thing that i want to talk about is the big red building on the other side of the street',
  'our team has worked very hard and the results of the last three months are better than we expected',
  'please send me the list of open questions before the end of the day so that i can answer them tomorrow',
  'i think that the price of the new contract is too high and that we should ask another company',
  'can you hear me well or should i call you again from my other phone',
  'the german customers want to see the small green house near the old station next week',
];

/** Word by word, with half a word now and then, and a wrong guess of the last two that is corrected. */
export function interimsOf(sentence: string): readonly string[] {
  const words = sentence.split(' ');
  const interims: string[] = [];
  for (let count = 1; count <= words.length; count++) {
    const said = words.slice(0, count);
    if (count % 4 === 2) interims.push([...said.slice(0, -1), said.at(-1)?.slice(0, 2)].join(' '));
    if (count % 5 === 4) interims.push([...said.slice(0, -2), 'they', 'are'].join(' '));
    interims.push(said.join(' '));
  }
  return interims;
}

/** How many characters a reader sees vanish while the texts are shown one after the other. */
export function erasedIn(shown: readonly string[]): number {
  let erased = 0;
  for (const [index, text] of shown.entries()) {
    const before = shown[index - 1] ?? '';
    let same = 0;
    while (same < before.length && before[same] === text[same]) same++;
    erased += before.length - same;
  }
  return erased;
}
