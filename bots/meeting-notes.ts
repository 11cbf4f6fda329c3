/**
 * Meeting notes: keeps what is said in a meeting, and posts decisions, tasks and a recap to its chat, each with a link to the moment. By rules on
 * this machine; by a language model where ROLLCALL_NOTES_MODEL_URL (`http://localhost:11434/v1`) and ROLLCALL_NOTES_MODEL are set, and ROLLCALL_NOTES_MODEL_KEY if it wants one.
 */
import { extractiveNotes, modelNotes, openAiModel, renderNotes, TranscriptionError } from 'rollcall';
import { defineBot, type Bot, type BotContext, type Call, type LanguageModel, type Transcription } from 'rollcall';
import { isMeeting, untilAlone } from './company.ts';
import { meetingOf } from './which-meeting.ts';

const HELP = 'Write "notes" here for the notes so far, "stop" to end it. I post them when everybody has left.';
const ORDER = /^\s*(notes|stop)\s*[.!]?\s*$/iu;

export const bot: Bot = defineBot({
  name: 'meeting notes',
  says: 'Keeps what is said in a meeting and posts decisions, tasks and a recap; the chat says notes, stop',
  needs: ['soundApart'],

  async onCall(call, context) {
    await call.answer();
    const meeting = (await isMeeting(call, context.clock)) ? call : await meetingOf(call, context, 'meeting notes');
    if (meeting) await notesOf(meeting, context);
  },
});

async function notesOf(meeting: Call, { clock, log }: BotContext): Promise<void> {
  const post = async (text: string): Promise<void> => {
    try {
      await meeting.chat.post(text);
    } catch (error) {
      // Whoever is out of a meeting writes to its chat no more.
      log.info('could not be posted', { error });
    }
  };
  const model = modelFor(clock);
  const transcription = await begun(meeting, post);
  if (!transcription) return;
  await post(
    `I take notes of this meeting: what is said is turned into text and kept, and you find it in the library. ${whereTo(transcription, model)} ${HELP}`,
  );

  const stopped = new AbortController();
  const postNotes = async (): Promise<void> => {
    const notes = await (model ? modelNotes : extractiveNotes)(transcription.segments, { model });
    await post(renderNotes(notes, { linkTo: (_, moment) => `/library/${transcription.recordingId ?? ''}?t=${moment}` }));
  };
  const obey = async (text: string): Promise<void> => {
    const word = ORDER.exec(text)?.[1]?.toLowerCase();
    if (word === 'stop') stopped.abort();
    else if (word === 'notes') await postNotes();
  };
  const failed = (error: unknown): void => log.warn('an order could not be followed', { error });
  meeting.facts.on('messagePosted', ({ message: { text, from } }) => void (from.isSelf || obey(text).catch(failed)), {
    signal: AbortSignal.any([meeting.signal, stopped.signal]),
  });
  transcription.facts.on('providerChanged', () => void post(`Another recogniser listens from now on. ${whereTo(transcription, model)}`), {
    signal: meeting.signal,
  });

  await untilAlone(meeting, clock, { signal: stopped.signal });
  await transcription.stop();
  await postNotes();
}

/** Undefined, and everybody told, where nothing may be kept. */
async function begun(meeting: Call, post: (text: string) => Promise<void>): Promise<Transcription | undefined> {
  try {
    return await meeting.transcribe({ keep: true, captions: false });
  } catch (error) {
    if (!(error instanceof TranscriptionError)) throw error;
    await post(`There will be no notes: ${error.message}`);
    return undefined;
  }
}

/** What people should know before they speak. */
function whereTo({ provider }: Transcription, model: LanguageModel | undefined): string {
  const sound = provider.leavesMachine ? `The sound is sent to ${provider.sendsTo ?? provider.name}` : 'The sound stays on this machine';
  const text = model?.leavesMachine ? `the text to ${model.sendsTo ?? model.name}` : 'the text stays here';
  return `${sound} (${provider.name}), ${text} (${model?.name ?? 'rules'}).`;
}

function modelFor(clock: BotContext['clock']): LanguageModel | undefined {
  const { ROLLCALL_NOTES_MODEL_URL: baseUrl, ROLLCALL_NOTES_MODEL: model, ROLLCALL_NOTES_MODEL_KEY: apiKey } = process.env;
  return baseUrl !== undefined && model !== undefined ? openAiModel({ clock, baseUrl, model, apiKey }) : undefined;
}
