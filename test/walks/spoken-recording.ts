/** A recording with its transcript in a real house: somebody says sentences, the house records them, writes them down and translates them. */
import { expect } from 'vitest';
import { ada } from '../../bots/people.ts';
import type { LibraryPage, TranscriptView } from '../../src/wire/live/library.ts';
import type { Caption, MeetingSummary } from '../../src/wire/live/page-event.ts';
import { Caller, MemoryExchange } from '../caller.ts';
import { done } from '../transcription/house-of-canaries.ts';
import type { ToneLanguage } from '../transcription/tone-language.ts';
import { UnhurriedClock } from '../transcription/unhurried-clock.ts';
import { until } from './ear.ts';
import { KeptLibrary } from './kept-library.ts';
import { openPassingHouse } from './open-house.ts';

export type SpokenRecording = AsyncDisposable & {
  readonly library: KeptLibrary;
  /** Where the recording is found, as `/library/<id>`. */
  readonly path: string;
};

const patience = { withinMs: 40_000 };

/** Translated into `into`, because somebody reads them so while they are said. */
export async function openSpokenRecording(
  sentences: readonly string[],
  { language, into }: { readonly language: ToneLanguage; readonly into: string },
): Promise<SpokenRecording> {
  // On a busy machine, too, what is said is whole.
  const clock = new UnhurriedClock({ times: 1 });
  const exchange = new MemoryExchange({ clock });
  const house = await openPassingHouse(
    { https: { enabled: false }, media: { processes: 0 }, bots: [] },
    { clock, engine: exchange.engine, recognisers: [language.recogniser('tones')] },
  );
  const page = await Caller.open(house.url, ada.user, exchange);
  const captions: Caption[] = [];
  page.facts.on('event', (event) => void (event.kind === 'caption' && captions.push(event.caption)));
  const planned = (await done(page, { kind: 'createMeeting', subject: 'Money', lobby: 'everyone' })) as MeetingSummary;
  const { person, legId } = await page.dial(planned.invitation.joinMeetingId);
  await page.event('languages', ({ languages }) => languages.canCaption && languages.captions.includes(into));
  const isRunning = (what: 'recording' | 'transcript'): Promise<unknown> =>
    page.event('phone', ({ phone: { lines } }) => lines.some(({ group }) => group?.[what] === 'running'));
  await done(page, { kind: 'startRecording', legId });
  await isRunning('recording');
  await done(page, { kind: 'startTranscript', legId });
  await isRunning('transcript');
  await done(page, { kind: 'captions', legId, isOn: true, language: into });
  for (const sentence of sentences) await person.say(language.said(sentence));
  await until(
    () => expect(captions.filter(({ isFinal }) => isFinal).map((caption) => caption.language)).toEqual(sentences.map(() => into)),
    patience,
  );
  await done(page, { kind: 'stopTranscript', legId });
  await done(page, { kind: 'endMeeting', legId });
  const library = new KeptLibrary(house);
  const path = await until(async () => {
    const { recordings } = (await (await library.ask('/library', ada)).json()) as LibraryPage;
    const kept = recordings.find(({ kind, hasTranscript }) => kind === 'recording' && hasTranscript);
    const found = `/library/${kept?.recordingId ?? ''}`;
    const { state, translations } = (await (await library.ask(`${found}/transcript`, ada)).json()) as TranscriptView;
    expect([kept?.state, state, translations]).toEqual(['saved', 'done', [into]]);
    return found;
  }, patience);
  return {
    library,
    path,
    async [Symbol.asyncDispose]() {
      page[Symbol.dispose]();
      await house[Symbol.asyncDispose]();
      clock[Symbol.dispose]();
    },
  };
}
