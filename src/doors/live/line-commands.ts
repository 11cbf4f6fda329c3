/** What a person does with her phone at a page: calls, what goes on in them, and messages that were left. */
import type { PageCommand } from '../../wire/live/page-command.ts';
import { done, type Answer, type Who } from './answer.ts';
import { isDeed, onDeed, type DeedCommand } from './deed-commands.ts';
import type { LiveDoorOptions, PageHost } from './live-options.ts';
import { connected } from './connecting.ts';

type MessageCommand = Extract<PageCommand, { kind: 'markHeard' | 'deleteMessage' }>;
type CallCommand = Extract<PageCommand, { kind: 'dial' | 'answer' | 'decline' | 'hangUp' | 'key' | 'mute' | 'admit' | 'deny' }>;
export type LineCommand = CallCommand | DeedCommand;

export function isOnLine(command: LineCommand | MessageCommand): command is LineCommand {
  return command.kind !== 'markHeard' && command.kind !== 'deleteMessage';
}

export async function onLine(host: PageHost, who: Who, command: LineCommand): Promise<Answer> {
  return isDeed(command) ? onDeed(host.options, who, command) : onCall(host, who, command);
}

async function onCall({ options, awayPageIds }: PageHost, { userId, pageId }: Who, command: CallCommand): Promise<Answer> {
  const { switchboard } = options;
  switch (command.kind) {
    case 'dial': {
      const { number, passcode, isMeeting } = command;
      const dialled = switchboard.dial({ userId, pageId, number, passcode, isMeeting, awayPageIds });
      return dialled.ok ? connected(options, { roomId: dialled.callId, legId: dialled.legId, offer: command.offer }) : dialled;
    }
    case 'answer': {
      const taken = switchboard.answer({ legId: command.legId, userId, pageId });
      return taken.ok ? connected(options, { roomId: taken.callId, legId: command.legId, offer: command.offer }) : taken;
    }
    case 'decline':
      return switchboard.decline({ legId: command.legId, userId });
    case 'hangUp':
      return switchboard.hangUp({ legId: command.legId, userId });
    case 'key':
      return switchboard.pressKey({ legId: command.legId, userId, key: command.key });
    case 'mute':
      return switchboard.mute({ legId: command.legId, userId, isMuted: command.isMuted });
    case 'admit':
      return switchboard.admitPerson({ legId: command.legId, userId, participantIds: command.participantIds });
    case 'deny':
      return switchboard.denyPerson({ legId: command.legId, userId, participantIds: command.participantIds });
  }
}

export async function onMessage({ feeds }: LiveDoorOptions, { userId }: Who, { kind, messageId }: MessageCommand): Promise<Answer> {
  const isThere = kind === 'markHeard' ? await feeds.markHeard(userId, messageId) : await feeds.deleteMessage(userId, messageId);
  return isThere ? done : noMessage;
}

const noMessage: Answer = {
  ok: false,
  code: 'live/no-message',
  message: 'This message is not there any more.',
  remedy: 'It may have been deleted in another window.',
};
