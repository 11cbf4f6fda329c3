/** What a person does in a group call or a meeting, at her page: pictures, hands, chat, and others. */
import type { PageCommand } from '../../wire/live/page-command.ts';
import type { Answer, Who } from './answer.ts';
import { picturesConnected } from './connecting.ts';
import type { LiveDoorOptions } from './live-options.ts';

const deeds = [
  'connectPictures',
  'endPictures',
  'view',
  'raiseHand',
  'lowerHand',
  'muteOther',
  'removeOther',
  'stopSharingOf',
  'giveRole',
  'invite',
  'uninvite',
  'chat',
  'endMeeting',
  'startRecording',
  'stopRecording',
  'captions',
  'interpretation',
  'startTranscript',
  'stopTranscript',
] as const;

export type DeedCommand = Extract<PageCommand, { kind: (typeof deeds)[number] }>;

export function isDeed(command: PageCommand): command is DeedCommand {
  return (deeds as readonly string[]).includes(command.kind);
}

export async function onDeed(options: LiveDoorOptions, who: Who, command: DeedCommand): Promise<Answer> {
  const { switchboard } = options;
  const { userId } = who;
  switch (command.kind) {
    case 'connectPictures':
      return picturesConnected(options, who, command);
    case 'view':
      return switchboard.view({ legId: command.legId, userId, slots: command.slots });
    case 'invite':
      return switchboard.invitePerson({ legId: command.legId, userId, number: command.number });
    case 'chat':
      return switchboard.chats.post({ legId: command.legId, userId, text: command.text });
    case 'startRecording':
      return switchboard.keeping.startByPerson({ legId: command.legId, userId });
    case 'stopRecording':
      return switchboard.keeping.stopByPerson({ legId: command.legId, userId });
    case 'captions':
      return switchboard.transcribing.captions({ legId: command.legId, userId, isOn: command.isOn, language: command.language });
    case 'interpretation':
      return switchboard.transcribing.interpretation({ legId: command.legId, userId, language: command.language });
    case 'startTranscript':
      return switchboard.transcribing.startByPerson({ legId: command.legId, userId });
    case 'stopTranscript':
      return switchboard.transcribing.stopByPerson({ legId: command.legId, userId });
    case 'endPictures':
      return switchboard.conduct({ kind: 'endPictures', legId: command.legId, userId, of: command.what });
    default:
      return switchboard.conduct({ ...command, userId });
  }
}
