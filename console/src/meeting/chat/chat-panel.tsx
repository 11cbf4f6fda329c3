/** The meeting's chat: what was written, newest at the foot, and the field to write in. */
import { Button, makeStyles, mergeClasses, Textarea, tokens } from '@fluentui/react-components';
import { SendFilled } from '@fluentui/react-icons/svg/send';
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { Empty } from '../../app/section.tsx';
import { useNow } from '../../phone/use-lines.ts';
import { chatGroups, chatRoom } from '../meeting-words.ts';
import { useMeeting, useMeetingView } from '../use-meeting.ts';
import { ChatGroup } from './chat-group.tsx';

const useStyles = makeStyles({
  log: {
    flexGrow: 1,
    minHeight: '80px',
    overflowY: 'auto',
    display: 'flex',
    flexDirection: 'column',
    rowGap: '12px',
    padding: '4px 0 12px',
  },
  form: { position: 'relative', display: 'flex', alignItems: 'flex-end', columnGap: '8px', flexShrink: 0 },
  field: { flexGrow: 1 },
  all: { display: 'flex', flexDirection: 'column', flexGrow: 1, minHeight: 0 },
  note: { margin: '4px 0 0', fontSize: tokens.fontSizeBase100, color: tokens.colorNeutralForeground2 },
  tooLong: { fontSize: tokens.fontSizeBase200, color: tokens.colorPaletteRedForeground1 },
});

export function ChatPanel(): ReactElement {
  const styles = useStyles();
  const meeting = useMeeting();
  const messages = useMeetingView((view) => view.chat);
  const groups = useMemo(() => chatGroups(messages), [messages]);
  const [text, setText] = useState('');
  const log = useRef<HTMLDivElement>(null);
  const now = useNow(30_000);
  useEffect(() => meeting.readChat(), [meeting, messages]);
  useLayoutEffect(() => {
    if (log.current !== null) log.current.scrollTop = log.current.scrollHeight;
  }, [messages]);
  const room = chatRoom(text);
  const roomId = useId();
  const send = (): void => {
    const words = text.trim();
    if (words === '' || room?.isTooLong === true) return;
    setText('');
    void meeting.say(words);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <div className={styles.all}>
      <div ref={log} role="log" aria-label="Chat of the meeting" tabIndex={0} className={styles.log} data-testid="chat-log">
        {groups.length === 0 && (
          <Empty>Nobody has written yet. Everybody in the meeting, and its bots, can read what you write here.</Empty>
        )}
        {groups.map((group) => (
          <ChatGroup key={group[0]?.messageId} messages={group} nowMs={now} />
        ))}
      </div>
      <div className={styles.form}>
        <Textarea
          className={styles.field}
          aria-label="Write a message"
          placeholder="Write a message"
          data-testid="chat-field"
          resize="none"
          rows={2}
          aria-describedby={room === undefined ? undefined : roomId}
          aria-invalid={room?.isTooLong === true}
          value={text}
          onChange={(_, { value }) => setText(value)}
          onKeyDown={press}
        />
        <Button
          appearance="primary"
          icon={<SendFilled />}
          aria-label="Send"
          data-testid="chat-send"
          disabledFocusable={text.trim() === '' || room?.isTooLong === true}
          onClick={send}
        />
      </div>
      <div role="status">
        {room !== undefined && (
          <p id={roomId} className={mergeClasses(styles.note, room.isTooLong && styles.tooLong)} data-testid="chat-room">
            {room.words}
          </p>
        )}
      </div>
      <p className={styles.note}>Enter sends, Shift+Enter begins a new line.</p>
    </div>
  );
}
