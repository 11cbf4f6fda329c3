/** One who is in the meeting: face, name, role, and what is with their hand, microphone, camera and screen. */
import { mergeClasses } from '@fluentui/react-components';
import { HandRightFilled } from '@fluentui/react-icons/svg/hand-right';
import { MicRegular } from '@fluentui/react-icons/svg/mic';
import { MicOffRegular } from '@fluentui/react-icons/svg/mic-off';
import { RecordFilled } from '@fluentui/react-icons/svg/record';
import { ShareScreenStartRegular } from '@fluentui/react-icons/svg/share-screen-start';
import type { ReactElement, ReactNode } from 'react';
import type { PhoneParticipant } from '../../../../src/wire/live/page-event.ts';
import { Face } from '../../app/face.tsx';
import { roleWords } from '../meeting-words.ts';
import { useMeetingView } from '../use-meeting.ts';
import { PersonMenu } from './person-menu.tsx';
import { useRowStyles } from './row-styles.ts';

export function PersonRow({
  participant,
  hand,
}: {
  readonly participant: PhoneParticipant;
  readonly hand: number | undefined;
}): ReactElement {
  const styles = useRowStyles();
  const { participantId, party, isMe, isMuted, isOnHold, isSharing, isRecording, role } = participant;
  const isSpeaking = useMeetingView(({ speakers }) => speakers.has(participantId)) && !isMuted;
  const isMeeting = useMeetingView((view) => view.line?.group?.isMeeting !== false);
  const details = [isMeeting && roleWords[role], party.kind === 'bot' && 'Bot', isOnHold && 'On hold'].filter((one) => one !== false);
  return (
    <li className={styles.row} data-testid="person" data-participant={participantId} data-name={party.name}>
      <Face name={party.name} kind={party.kind} size={32} isActive={isSpeaking} />
      <div className={styles.words}>
        <p className={styles.name} title={party.name}>
          {party.name}
          {isMe && ' (you)'}
        </p>
        {details.length > 0 && <p className={styles.detail}>{details.join(' · ')}</p>}
      </div>
      <span className={styles.marks}>
        {hand !== undefined && (
          <Mark words={`Hand raised, number ${String(hand)}`} className={styles.hand}>
            <HandRightFilled />
            <span>{hand}</span>
          </Mark>
        )}
        {isRecording && (
          <Mark words="Records">
            <RecordFilled color="#e0434c" />
          </Mark>
        )}
        {isSharing && (
          <Mark words="Shares a screen">
            <ShareScreenStartRegular />
          </Mark>
        )}
        <Mark words={isMuted ? 'Muted' : isSpeaking ? 'Speaking' : 'Not muted'}>{isMuted ? <MicOffRegular /> : <MicRegular />}</Mark>
      </span>
      <PersonMenu participant={participant} />
    </li>
  );
}

type MarkProps = { readonly words: string; readonly className?: string; readonly children: ReactNode };

function Mark({ words, className, children }: MarkProps): ReactElement {
  return (
    <span role="img" aria-label={words} title={words} className={mergeClasses(className)} style={{ display: 'inline-flex' }}>
      {children}
    </span>
  );
}
