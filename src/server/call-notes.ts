/** What happened in a call beside the messages, in words for the ladder. */
import type { BotFact } from '../bot/host.ts';
import type { CallFact } from '../switchboard/call-fact.ts';
import type { Party } from '../switchboard/directory.ts';
import type { LadderFact, Rail } from '../wire/live/ladder.ts';

/** Undefined for facts that the messages themselves tell. */
export function noteOf(fact: CallFact): Omit<LadderFact, 'kind' | 'order'> | undefined {
  const note = wordsOf(fact);
  return note && { atMs: fact.atMs, at: note.at, title: note.title, detail: note.detail, tone: note.tone ?? 'neutral' };
}

/** What the bot's own program tells of it; undefined for what the messages tell. */
export function botNoteOf(fact: BotFact, at: Rail): Omit<LadderFact, 'kind' | 'order'> | undefined {
  switch (fact.kind) {
    case 'botFailed':
      return {
        atMs: fact.atMs,
        at,
        title: `The code of ${at.name} threw`,
        detail: [fact.error, fact.stack].filter(Boolean).join('\n'),
        tone: 'bad',
      };
    case 'neverAnswered':
      return { atMs: fact.atMs, at, title: `${at.name} never answered`, detail: fact.message, tone: 'bad' };
    case 'callTaken':
    case 'callOver':
      return undefined;
  }
}

type Note = { readonly at: Rail; readonly title: string; readonly detail?: string | undefined; readonly tone?: LadderFact['tone'] };

const switchboard: Rail = { id: 'switchboard', name: 'Switchboard', kind: 'switchboard' };

function wordsOf(fact: CallFact): Note | undefined {
  switch (fact.type) {
    case 'callStarted':
      return { at: railOf(fact.from), title: `${fact.from.name} dials ${fact.to.number}`, detail: `${fact.to.number} is ${fact.to.name}.` };
    case 'legRang':
      return { at: railOf(fact.party), title: `${fact.party.name} is rung`, detail: `Because of: ${fact.because}.` };
    case 'legAnswered':
      return { at: railOf(fact.party), title: `${fact.party.name} takes the call`, tone: 'good' };
    case 'legPictures': {
      const what = fact.of === 'screen' ? 'a screen' : 'a camera';
      return { at: railOf(fact.party), title: `${fact.party.name} ${fact.isSent ? 'shows' : 'no longer shows'} ${what}` };
    }
    case 'legReconnecting':
      if (!fact.isAway) return { at: railOf(fact.party), title: `${fact.party.name} is connected again`, tone: 'good' };
      return { at: railOf(fact.party), title: `${fact.party.name} lost the connection, which is waited for`, tone: 'bad' };
    case 'posted':
      return { at: railOf(fact.party), title: `${fact.party.name} writes to the chat`, detail: fact.text };
    case 'legConnected':
      return { at: railOf(fact.party), title: `${fact.party.name} has sound`, tone: 'good' };
    case 'legEnded':
      return { at: railOf(fact.party), title: `${fact.party.name} has left`, detail: fact.because };
    case 'legMuted':
      return { at: railOf(fact.party), title: `${fact.party.name} is ${fact.isMuted ? 'muted' : 'heard again'}` };
    case 'becameGroup':
      return {
        at: switchboard,
        title: fact.meetingId === undefined ? 'It is a group call from here on' : 'A meeting begins',
        detail: fact.subject,
      };
    case 'legInLobby':
      return { at: railOf(fact.party), title: `${fact.party.name} ${fact.isInLobby ? 'waits in the lobby' : 'is let in'}` };
    case 'legOnHold':
      return { at: railOf(fact.party), title: `${fact.party.name} is ${fact.isOnHold ? 'on hold' : 'back from hold'}` };
    case 'legMoved':
      return { at: railOf(fact.party), title: `${fact.party.name} ${fact.isHere ? 'comes from another call' : 'goes on in another call'}` };
    case 'recordingStatus':
      return { at: railOf(fact.party), title: `${fact.party.name} says of its recording: ${fact.status}` };
    case 'transcriptStatus':
      return { at: railOf(fact.party), title: `${fact.party.name} has a transcript kept: ${transcripts[fact.status] ?? fact.status}` };
    case 'keyPressed':
      return { at: railOf(fact.party), title: `${fact.party.name} presses a key` };
    case 'transferStarted':
      return { at: railOf(fact.party), title: `${fact.party.name} puts the caller through to ${fact.target.name}` };
    case 'transferFailed':
      return { at: switchboard, title: 'The transfer did not come about', detail: fact.because, tone: 'bad' };
    case 'taskStarted':
      return { at: switchboard, title: `${tasks[fact.task].a} begins` };
    case 'taskEnded':
      return {
        at: switchboard,
        title: `${tasks[fact.task].the} ends: ${fact.outcome}`,
        detail: fact.problem,
        tone: fact.problem === undefined ? 'neutral' : 'bad',
      };
    case 'botFailed':
      return { at: railOf(fact.party), title: `The bot ${fact.party.name} failed`, detail: fact.because, tone: 'bad' };
    case 'announced':
      return { at: switchboard, title: `The caller hears the announcement “${fact.name}”`, detail: fact.because, tone: 'bad' };
    case 'callEnded':
      return { at: switchboard, title: 'The call is over', detail: fact.because };
  }
}

const transcripts: Readonly<Record<string, string>> = { transcribing: 'it begins', notTranscribing: 'it ends', failed: 'it broke off' };

const tasks = {
  play: { a: 'A prompt', the: 'The prompt' },
  record: { a: 'A recording', the: 'The recording' },
  sendKeys: { a: 'The pressing of keys', the: 'The pressing of keys' },
} as const;

function railOf(party: Party): Rail {
  if (party.kind === 'nobody') return switchboard;
  return { id: party.id, name: party.name, kind: party.kind === 'person' ? 'person' : 'bot' };
}
