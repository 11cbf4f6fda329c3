/** The recorder: asks everybody in a meeting whether they may be recorded, records those who agree, and leaves the link in the chat. */
import { askEach, defineBot, RecordingError, type Bot, type BotContext, type Call, type Recording } from 'rollcall';
import { isMeeting, untilAlone } from './company.ts';
import { meetingOf } from './which-meeting.ts';

const HELP = 'Write here: pause, resume, chapter and a title, mark and a label, stop.';
/** A word at the beginning of a message, and what follows it. */
const ORDER = /^\s*(pause|resume|chapter|mark|stop)\b[\s:]*(.*)$/isu;

export const bot: Bot = defineBot({
  name: 'recorder',
  says: 'Records a meeting, with the consent of each; the chat says pause, resume, chapter, mark, stop',
  needs: ['soundApart', 'pictures'],

  async onCall(call, context) {
    await call.answer();
    const meeting = (await isMeeting(call, context.clock)) ? call : await meetingOf(call, context, 'the recorder');
    if (meeting) await recordIn(meeting, context);
  },
});

async function recordIn(meeting: Call, { clock, log }: BotContext): Promise<void> {
  const post = async (text: string): Promise<void> => {
    try {
      await meeting.chat.post(text);
    } catch (error) {
      // Whoever is out of a meeting writes to its chat no more.
      log.info('could not be posted', { error });
    }
  };
  const recording = await begun(meeting, post);
  if (!recording) return;
  await post(`I record those who have agreed. ${HELP}`);

  const stopped = new AbortController();
  const obey = async (text: string): Promise<void> => {
    const [, word = '', rest = ''] = ORDER.exec(text) ?? [];
    if (word === '' || recording.state === 'finishing') return;
    if (word.toLowerCase() === 'stop') stopped.abort();
    else await post(await follow(recording, word.toLowerCase(), rest.trim()));
  };
  const heard = ({ message }: { readonly message: { readonly text: string; readonly from: { readonly isSelf: boolean } } }): void => {
    if (!message.from.isSelf) obey(message.text).catch((error: unknown) => log.warn('an order could not be followed', { error }));
  };
  meeting.facts.on('messagePosted', heard, { signal: AbortSignal.any([meeting.signal, stopped.signal]) });

  await untilAlone(meeting, clock, { signal: stopped.signal });
  const kept = await recording.stop(stopped.signal.aborted ? 'somebody wrote stop' : 'everybody had left');
  await post(`The recording is saved, ${String(Math.round(kept.durationMs / 1_000))} s: /library/${kept.recordingId}`);
}

/** Undefined, and everybody told, where nothing may be recorded. */
async function begun(meeting: Call, post: (text: string) => Promise<void>): Promise<Recording | undefined> {
  try {
    return await meeting.record({ consent: askEach(), pictures: true });
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    await post(`Nothing is recorded: ${error.message}`);
    await meeting.say('Nothing is recorded. Goodbye.');
    return undefined;
  }
}

/** Does it, and says so. */
async function follow(recording: Recording, word: string, rest: string): Promise<string> {
  switch (word) {
    case 'pause':
      await recording.pause(rest === '' ? undefined : rest);
      return 'Paused: nothing is kept until somebody writes resume.';
    case 'resume':
      await recording.resume();
      return 'Recording again.';
    case 'chapter':
      recording.chapter(rest === '' ? 'Chapter' : rest);
      return `Chapter: ${rest}`;
    default:
      recording.marker(rest === '' ? 'Mark' : rest);
      return `Marked: ${rest}`;
  }
}
