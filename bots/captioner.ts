/**
 * The captioner and interpreter: captions what is said in a meeting, each under their own name and in the language that each reader chooses, and
 * sends in an interpreter for each language that somebody wants to hear.
 */
import { defineBot, languageName, type Bot, type BotContext, type Call, type Transcription } from 'rollcall';
import { isMeeting, untilAlone } from './company.ts';
import { meetingOf } from './which-meeting.ts';

/** Languages that it speaks to whoever chooses to hear one. */
const VOICES: readonly string[] = ['es', 'fr', 'de', 'en'];
const HELP = 'Write here: glossary: and words that stay as they are, stop.';
/** A word at the beginning of a message, and what follows it. */
const ORDER = /^\s*(glossary|stop)\b[\s:]*(.*)$/isu;

export const bot: Bot = defineBot({
  name: 'captioner',
  says: 'Captions a meeting in the language of each reader, and interprets it; the chat says glossary: words, stop',
  needs: ['soundApart'],

  async onCall(call, context) {
    await call.answer();
    const meeting = (await isMeeting(call, context.clock)) ? call : await meetingOf(call, context, 'the captioner');
    if (meeting) await captionIn(meeting, context);
  },
});

async function captionIn(meeting: Call, context: BotContext): Promise<void> {
  const stopped = new AbortController();
  const signal = AbortSignal.any([meeting.signal, stopped.signal]);
  const post = async (text: string): Promise<void> => void (await meeting.chat.post(text).catch(() => undefined));
  const words: string[] = [];
  const transcription = await meeting.transcribe({ translate: 'asked', voices: VOICES });
  const interpreters = new Interpreters({ meeting, from: transcription, context, post });
  await post(`I caption what is said: switch captions on, in the language that you read. ${whereTo(transcription)} ${HELP}`);

  const obey = async (text: string): Promise<void> => {
    const [, word = '', rest = ''] = ORDER.exec(text) ?? [];
    if (word.toLowerCase() === 'stop') return stopped.abort();
    if (word === '') return;
    words.push(...(rest.match(/[^,]*[^,\s]/g) ?? []).map((each) => each.trim()));
    transcription.useGlossary(words.map((each) => ({ word: each })));
    await post(`These words stay as they are: ${words.join(', ')}.`);
  };
  const failed = (error: unknown): void => context.log.warn('an order could not be followed', { error });
  meeting.facts.on('messagePosted', ({ message: { text, from } }) => void (from.isSelf || obey(text).catch(failed)), { signal });
  meeting.facts.on('wantsChanged', () => interpreters.look(), { signal });
  interpreters.look();
  await untilAlone(meeting, context.clock, { signal: stopped.signal });
  await interpreters.close();
  await transcription.stop();
  await post('The captions are over.');
}

/** What people should know before they speak. */
function whereTo({ provider: { name, leavesMachine, sendsTo } }: Transcription): string {
  return leavesMachine ? `What you say is sent to ${sendsTo ?? name} for it.` : `What you say stays on this machine (${name}).`;
}

/** One leg of the bot for each language that somebody hears: it comes when the first has chosen it, and leaves after the last. */
class Interpreters {
  readonly #options: InterpretersOptions;
  readonly #there = new Map<string, { readonly leave: AbortController; readonly isOver: Promise<void> }>();

  constructor(options: InterpretersOptions) {
    this.#options = options;
  }

  /** People may have chosen otherwise. */
  look(): void {
    const chosen = (this.#options.from.wants?.voices ?? []).filter(({ participantIds }) => participantIds.length > 0);
    const wanted = new Set(chosen.map(({ language }) => language));
    for (const [language, { leave }] of this.#there) if (!wanted.has(language)) leave.abort();
    for (const language of wanted) if (!this.#there.has(language)) this.#send(language);
  }

  async close(): Promise<void> {
    for (const { leave } of this.#there.values()) leave.abort();
    await Promise.all([...this.#there.values()].map(({ isOver }) => isOver));
  }

  #send(language: string): void {
    const leave = new AbortController();
    const isOver = this.#interpret(language, leave.signal)
      .catch((error: unknown) => {
        if (!leave.signal.aborted) this.#options.context.log.warn('there is no interpreter', { language, error });
      })
      .finally(() => {
        this.#there.delete(language);
        // Somebody may have chosen it again meanwhile.
        if (leave.signal.aborted && !this.#options.meeting.ended) this.look();
      });
    this.#there.set(language, { leave, isOver });
  }

  async #interpret(language: string, signal: AbortSignal): Promise<void> {
    const { meeting, from, context, post } = this.#options;
    const guestName = `Interpreter (${languageName(language)})`;
    const { joinMeetingId, passcode } = (await meeting.meeting({ signal })) ?? {};
    if (joinMeetingId === undefined) return post(`${guestName}: that is to be had in planned meetings only.`);
    const onLobby = (): void => void post(`${guestName} waits in the lobby: please let it in.`);
    const joined = await context.join({ id: joinMeetingId, passcode }, { guestName, apart: true, signal, onLobby });
    if (joined.kind !== 'joined') return post(`${guestName} was not let in.`);
    const { call } = joined;
    await call.interpret({ from, language, signal });
    await new Promise((resolve) => AbortSignal.any([signal, call.signal]).addEventListener('abort', resolve, { once: true }));
    await call.hangUp();
  }
}

type InterpretersOptions = {
  readonly meeting: Call;
  readonly from: Transcription;
  readonly context: BotContext;
  readonly post: (text: string) => Promise<void>;
};
