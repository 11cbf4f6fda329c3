/** Correcting one segment where it stands: Ctrl+Enter saves, Escape leaves it as it was; earlier versions on demand. */
import { Button, makeStyles, Textarea, tokens } from '@fluentui/react-components';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import type { SegmentHistory, TranscriptLine } from '../../../../src/wire/live/library.ts';
import { spanOf } from '../../app/words.ts';
import { directionOf, langOf } from '../../language/language-name.ts';
import type { Kept } from '../kept.ts';
import type { TranscriptDoing } from './use-transcript.ts';

const useStyles = makeStyles({
  row: { padding: '8px', borderLeft: `3px solid ${tokens.colorCompoundBrandStroke}`, backgroundColor: tokens.colorNeutralBackground2 },
  head: { margin: '0 0 4px', fontSize: tokens.fontSizeBase200, fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  field: { width: '100%' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '6px', marginTop: '6px' },
  hint: { margin: '6px 0 0', fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
  trouble: { margin: '6px 0 0', color: tokens.colorStatusDangerForeground1, overflowWrap: 'anywhere' },
  history: { margin: '8px 0 0', padding: 0, listStyleType: 'none', fontSize: tokens.fontSizeBase200 },
  version: { padding: '4px 0', borderTop: `1px solid ${tokens.colorNeutralStroke3}`, overflowWrap: 'anywhere' },
});

type SegmentEditorProps = {
  readonly kept: Kept;
  readonly recordingId: string;
  readonly line: TranscriptLine;
  readonly speaker: string;
  readonly doing: TranscriptDoing;
  readonly onClose: () => void;
};

export function SegmentEditor({ kept, recordingId, line, speaker, doing, onClose }: SegmentEditorProps): ReactElement {
  const styles = useStyles();
  const id = useId();
  const [draft, setDraft] = useState(line.text);
  const [begunAt] = useState(line.revision);
  const [asksHistory, setAsksHistory] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const element = field.current;
    element?.focus({ preventScroll: true });
    element?.setSelectionRange(element.value.length, element.value.length);
    element?.scrollIntoView({ block: 'nearest' });
  }, []);
  const isChanged = draft.trim() !== line.text.trim();
  const save = async (): Promise<void> => {
    if (!isChanged) return onClose();
    if (doing.isBusy) return;
    const answer = await doing.run({ kind: 'correct', segmentId: line.segmentId, text: draft.trim() });
    if (answer !== undefined) onClose();
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <li className={styles.row} data-testid="segment-editor" data-segment={line.segmentId} onKeyDown={press}>
      <p className={styles.head} id={`${id}-head`}>
        What {speaker} says at {spanOf(line.startMs)}
      </p>
      <Textarea
        {...({ ref: field } as object)}
        className={styles.field}
        resize="vertical"
        rows={Math.min(8, Math.max(2, Math.ceil(draft.length / 40)))}
        maxLength={4_000}
        aria-labelledby={`${id}-head`}
        aria-describedby={`${id}-hint`}
        lang={langOf(line.language)}
        dir={directionOf(line.language)}
        data-testid="correction"
        value={draft}
        onChange={(_, { value }) => setDraft(value)}
      />
      <div role="alert">
        {doing.trouble !== undefined && <p className={styles.trouble}>It is not saved: {doing.trouble}</p>}
        {line.revision !== begunAt && <p className={styles.trouble}>It was changed meanwhile, to: “{line.text}”</p>}
      </div>
      <div className={styles.actions}>
        <Button
          appearance="primary"
          size="small"
          disabledFocusable={doing.isBusy}
          data-testid="save-correction"
          onClick={() => void save()}
        >
          {doing.isBusy ? 'Saving…' : draft.trim() === '' ? 'Take it out' : 'Save'}
        </Button>
        <Button size="small" data-testid="cancel-correction" onClick={onClose}>
          Cancel
        </Button>
        <Button
          size="small"
          appearance="subtle"
          aria-expanded={asksHistory}
          data-testid="earlier-versions"
          onClick={() => setAsksHistory(!asksHistory)}
        >
          Earlier versions
        </Button>
      </div>
      <p className={styles.hint} id={`${id}-hint`}>
        Ctrl+Enter saves, Escape leaves it as it was. What it was before stays on record.
      </p>
      {asksHistory && <History kept={kept} recordingId={recordingId} line={line} onTake={setDraft} />}
    </li>
  );
}

type HistoryProps = Pick<SegmentEditorProps, 'kept' | 'recordingId' | 'line'> & { readonly onTake: (text: string) => void };

function History({ kept, recordingId, line, onTake }: HistoryProps): ReactElement {
  const styles = useStyles();
  const [history, setHistory] = useState<SegmentHistory | string>();
  useEffect(() => {
    const stop = new AbortController();
    kept.history(recordingId, line.segmentId, { signal: stop.signal }).then(setHistory, (error: unknown) => {
      if (!stop.signal.aborted) setHistory(error instanceof Error ? error.message : String(error));
    });
    return () => stop.abort();
  }, [kept, recordingId, line.segmentId, line.revision]);
  if (history === undefined) return <p className={styles.hint}>Asking for them…</p>;
  if (typeof history === 'string') return <p className={styles.trouble}>{history}</p>;
  return (
    <ol className={styles.history} aria-label="Earlier versions" data-testid="history">
      {history.revisions.toReversed().map(({ revision, text, by, state }) => (
        <li key={revision} className={styles.version}>
          <strong>{by}</strong>
          {revision === line.revision && ' (as it is now)'}:{' '}
          {text === '' ? <em>{state === 'unheard' ? 'not understood' : 'taken out'}</em> : `“${text}”`}{' '}
          {revision !== line.revision && text !== '' && (
            <Button size="small" appearance="subtle" onClick={() => onTake(text)}>
              Take this
            </Button>
          )}
        </li>
      ))}
    </ol>
  );
}
