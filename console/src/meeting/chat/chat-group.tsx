/** What one person wrote in a row: mine at the right, the others' at the left with their face. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';
import type { ChatMessage } from '../../../../src/wire/live/page-event.ts';
import { Face } from '../../app/face.tsx';
import { exactOf, momentOf } from '../../app/words.ts';

const useStyles = makeStyles({
  group: { display: 'grid', gridTemplateColumns: '32px minmax(0, 1fr)', columnGap: '8px', alignItems: 'start' },
  mine: { gridTemplateColumns: 'minmax(0, 1fr)', justifyItems: 'end', paddingLeft: '40px' },
  head: { display: 'flex', flexWrap: 'wrap', columnGap: '8px', fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
  words: { display: 'grid', rowGap: '2px', minWidth: 0, justifyItems: 'start' },
  wordsMine: { justifyItems: 'end' },
  message: {
    margin: 0,
    padding: '6px 12px',
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground3,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    maxWidth: '100%',
  },
  messageMine: { backgroundColor: tokens.colorBrandBackground2, color: tokens.colorNeutralForeground1 },
});

/** Recordings of this house, by their path. */
const RECORDING = /(\/library\/[\w-]+)/;

function linked(text: string): readonly ReactNode[] {
  return text.split(RECORDING).map((part, at) =>
    at % 2 === 1 ? (
      <a key={at} href={part} target="_blank" rel="noopener" data-testid="recording-link">
        {part}
      </a>
    ) : (
      part
    ),
  );
}

export function ChatGroup({ messages, nowMs }: { readonly messages: readonly ChatMessage[]; readonly nowMs: number }): ReactElement | null {
  const styles = useStyles();
  const [first] = messages;
  if (first === undefined) return null;
  const { from, isMine, sentMs } = first;
  return (
    <div className={mergeClasses(styles.group, isMine && styles.mine)} data-testid="chat-group">
      {!isMine && <Face name={from.name} kind={from.kind} size={32} />}
      <div className={mergeClasses(styles.words, isMine && styles.wordsMine)}>
        <div className={styles.head}>
          <span className={isMine ? 'sr-only' : undefined}>{isMine ? 'You' : from.name}</span>
          <time dateTime={new Date(sentMs).toISOString()} title={exactOf(sentMs)}>
            {momentOf(sentMs, nowMs)}
          </time>
        </div>
        {messages.map(({ messageId, text }) => (
          <p key={messageId} className={mergeClasses(styles.message, isMine && styles.messageMine)} data-testid="chat-message">
            {linked(text)}
          </p>
        ))}
      </div>
    </div>
  );
}
