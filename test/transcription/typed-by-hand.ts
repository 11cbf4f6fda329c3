/** What the organizer of a meeting types into its transcript in the library: a number and a listed word, into a sentence and into the name of a speaker. */
import type { House } from '../../src/server/house.ts';
import type { TranscriptCommand, TranscriptView } from '../../src/wire/live/library.ts';
import { LISTED, typed } from './canaries.ts';
import { listed, type Meeting } from './house-of-canaries.ts';

const NUMBER = (typed.digits ?? '').replace(/(.{4})(?=.)/g, '$1 ');

export async function typeInto({ url }: Pick<House, 'url'>, { people }: Meeting): Promise<void> {
  const { userId } = people[0];
  for (const { recordingId, hasTranscript } of await listed({ url }, userId)) {
    if (!hasTranscript) continue;
    const at = `${url}/kept/${recordingId}/transcript?as=${userId}`;
    const { segments, speakers } = (await (await fetch(at)).json()) as TranscriptView;
    const segment = segments.find(({ text }) => text.startsWith('good morning'));
    const speaker = speakers.find(({ speakerId }) => speakerId === people[1].userId);
    if (!segment || !speaker) continue;
    const order = async (command: TranscriptCommand): Promise<void> => {
      const answer = await fetch(at, { method: 'POST', body: JSON.stringify(command) });
      if (answer.status !== 200) throw new Error(`${command.kind}: ${String(answer.status)} ${await answer.text()}`);
    };
    const text = segment.text.replace('morning', `morning ${NUMBER} from ${LISTED}`);
    await order({ kind: 'correct', segmentId: segment.segmentId, text });
    await order({ kind: 'renameSpeaker', speakerId: speaker.speakerId, name: `${speaker.name} ${NUMBER}` });
  }
}
