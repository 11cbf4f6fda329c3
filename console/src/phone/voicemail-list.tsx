/** Messages that others left: unread ones marked and counted, each played, moved through and deleted in place. */
import { Badge, Button, makeStyles, tokens } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import { Empty, Section } from '../app/section.tsx';
import { count } from '../app/words.ts';
import { useNow } from './use-lines.ts';
import { useSpeaker } from './use-speaker.ts';
import { useVoicemail } from './use-voicemail.ts';
import { VoicemailItem } from './voicemail-item.tsx';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  undo: {
    display: 'flex',
    alignItems: 'center',
    columnGap: '12px',
    padding: '4px 12px',
    marginBottom: '8px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
  },
});

export function VoicemailList(): ReactElement {
  const styles = useStyles();
  const voicemail = useVoicemail();
  const now = useNow(60_000);
  const [at, setAt] = useState(0);
  const { messages, unread, playing, deleted, audio } = voicemail;
  useSpeaker(audio);
  const seek = (seconds: number): void => {
    if (audio.current !== null) audio.current.currentTime = seconds;
    setAt(seconds);
  };
  return (
    <Section
      title="Voicemail"
      beside={
        unread > 0 && (
          <Badge data-testid="voicemail-unread" color="danger" aria-label={count(unread, 'new message')}>
            {unread}
          </Badge>
        )
      }
    >
      <div role="status">
        {deleted !== undefined && (
          <div className={styles.undo}>
            Message from {deleted.from.name} deleted.
            <Button data-testid="voicemail-undo" appearance="transparent" onClick={voicemail.undo}>
              Undo
            </Button>
          </div>
        )}
      </div>
      {messages.length === 0 ? (
        <Empty>No messages. When you do not answer, callers can leave one; it appears here at once.</Empty>
      ) : (
        <ul className={styles.list}>
          {messages.map((message) => (
            <VoicemailItem
              key={message.messageId}
              message={message}
              nowMs={now}
              isPlaying={playing === message.messageId}
              atSeconds={playing === message.messageId ? at : undefined}
              onPlay={() => voicemail.play(message)}
              onPause={voicemail.pause}
              onSeek={seek}
              onDelete={() => voicemail.remove(message)}
            />
          ))}
        </ul>
      )}
      {/* Speech of a call, told by its list; there is no text of it yet to caption it with. */}
      <audio
        ref={audio}
        data-testid="voicemail-audio"
        onEnded={voicemail.pause}
        onTimeUpdate={() => setAt(audio.current?.currentTime ?? 0)}
      />
    </Section>
  );
}
