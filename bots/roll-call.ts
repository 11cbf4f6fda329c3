/** Roll call: goes to a meeting, greets everybody by name, and keeps and tells who was there and for how long. */
import { defineBot, type Bot, type BotContext, type Call, type MediaNeed, type Participant } from 'rollcall';
import { peopleOf, presentMs, shown, tableOf } from './attendance.ts';
import { isMeeting, nameOf, peopleIn, untilAlone } from './company.ts';
import { meetingOf } from './which-meeting.ts';

/** Those who come together are greeted together. */
const TOGETHER_MS = 1_000;
/** A message of a chat is no longer. */
const MESSAGE_CHARACTERS = 3_500;

/** Who speaks is told to bots with sound of their own; with `rollCall([])` the carrier hosts the sound, and all but that is the same. */
export const bot: Bot = rollCall(['sound']);

export function rollCall(needs: readonly MediaNeed[]): Bot {
  return defineBot({
    name: 'roll call',
    says: 'Greets everybody in a meeting and keeps the attendance',
    needs,

    async onCall(call, context) {
      await call.answer();
      const meeting = (await isMeeting(call, context.clock)) ? call : await meetingOf(call, context, 'roll call');
      if (meeting) await attend(meeting, context);
    },
  });
}

async function attend(meeting: Call, { clock, log }: BotContext): Promise<void> {
  const { signal } = meeting;
  const failed = (error: unknown): void => {
    if (!meeting.ended) log.warn('something could not be said or posted', { error });
  };
  const say = (text: string): void => void meeting.say(text).catch(failed);
  const post = async (lines: readonly string[]): Promise<void> => {
    for (const text of messagesOf(lines)) await meeting.chat.post(text).catch(failed);
  };

  const newcomers: string[] = [];
  const greeted = new Set<string>();
  const greet = async (): Promise<void> => {
    await clock.sleep(TOGETHER_MS, { signal });
    say(`Hello, ${inWords(newcomers.splice(0))}.`);
  };
  const came = (participant: Participant): void => {
    const { isSelf, isInLobby, party } = participant;
    const who = party.id || participant.id;
    if (isSelf || isInLobby || party.kind === 'app' || greeted.has(who)) return;
    greeted.add(who);
    if (newcomers.push(nameOf(participant)) === 1) greet().catch(failed);
  };
  const whoIsHere = (): void => {
    const names = [...new Set(peopleIn(meeting).map(nameOf))].sort();
    void post([`Here are: ${names.join(', ')}.`]);
    say(names.length === 1 ? `Only ${inWords(names)} is here.` : `${inWords(names)} are here.`);
  };
  const table = (): readonly string[] => tableOf(meeting.attendance(), clock.wallMs());
  const report = (): Promise<void> => post(['Attendance', ...table()]);

  for (const each of peopleIn(meeting)) came(each);
  meeting.facts.on('participantJoined', ({ participant }) => came(participant), { signal });
  meeting.facts.on('participantChanged', ({ to }) => came(to), { signal }); // let in from the lobby
  const left = (participant: Participant): void => {
    const nowMs = clock.wallMs();
    const people = peopleOf(meeting.attendance(), nowMs);
    const gone = people.find(({ visits }) => visits.some(({ participantId }) => participantId === participant.id));
    // Somebody may be there by another device still.
    if (!gone || gone.visits.some(({ leftMs }) => leftMs === undefined)) return;
    void post([`Goodbye, ${nameOf(gone)}. You were here for ${shown(presentMs(gone.visits, nowMs))}.`]);
  };
  meeting.facts.on('participantLeft', ({ participant }) => left(participant), { signal });

  const asked = (text: string): void => {
    if (/who is here/i.test(text)) whoIsHere();
    else if (/\breport\b/i.test(text)) void report();
  };
  meeting.facts.on('messagePosted', ({ message }) => !message.from.isSelf && asked(message.text), { signal });
  const pressed = (key: string): void => {
    if (key === '1') whoIsHere();
    if (key === '2') void report();
  };
  meeting.facts.on('keyPressed', ({ key }) => pressed(key), { signal });

  await untilAlone(meeting, clock);
  // Who has left a meeting, or was in it when it was ended for all, writes to its chat no more.
  if (meeting.ended) log.info('the attendance of a meeting that was ended', { attendance: table() });
  else await report();
}

/** `Ada, Grace and Alan`. */
function inWords(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? 'nobody') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** As many lines in a message as it takes. */
function messagesOf(lines: readonly string[]): readonly string[] {
  const messages: string[] = [];
  for (const line of lines) {
    const last = messages.at(-1);
    if (last !== undefined && last.length + line.length < MESSAGE_CHARACTERS) messages[messages.length - 1] = `${last}\n${line}`;
    else messages.push(line);
  }
  return messages;
}
