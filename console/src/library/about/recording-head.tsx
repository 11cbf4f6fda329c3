/** What the recording is called, how it stands, when it was, how long, and who made it; its name can be changed here. */
import { Button, Input, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowLeftRegular } from '@fluentui/react-icons/svg/arrow-left';
import { EditRegular } from '@fluentui/react-icons/svg/edit';
import { useEffect, useRef, useState, type FormEvent, type ReactElement } from 'react';
import type { RecordingDetail } from '../../../../src/wire/live/library.ts';
import { Go } from '../../app/navigate.tsx';
import { libraryHref } from '../../app/route.ts';
import { TroubleBar } from '../../app/trouble-bar.tsx';
import { exactOf, spanOf } from '../../app/words.ts';
import { peopleWords } from '../library-words.ts';
import { StateChip } from '../state-chip.tsx';
import type { Doing } from '../use-kept.ts';

const useStyles = makeStyles({
  back: {
    display: 'inline-flex',
    alignItems: 'center',
    columnGap: '4px',
    marginBottom: '6px',
    color: tokens.colorNeutralForeground2,
    textDecorationLine: 'none',
    borderRadius: tokens.borderRadiusMedium,
    ':hover': { color: tokens.colorBrandForeground1, textDecorationLine: 'underline' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '2px' },
  },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '2px 10px' },
  title: {
    margin: 0,
    minWidth: 0,
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: 'anywhere',
  },
  form: { display: 'flex', flexWrap: 'wrap', gap: '8px', flexGrow: 1, maxWidth: '640px' },
  field: { flexGrow: 1, minWidth: '180px' },
  lead: { margin: '2px 0 16px', color: tokens.colorNeutralForeground2 },
});

type RecordingHeadProps = { readonly detail: RecordingDetail; readonly as: string; readonly doing: Doing; readonly nowMs: number };

export function RecordingHead({ detail, as, doing, nowMs }: RecordingHeadProps): ReactElement {
  const styles = useStyles();
  const { subject, startedMs, durationMs, people, organizer, madeBy, state, kind, may } = detail;
  const [name, setName] = useState<string>();
  const line = useRef<HTMLDivElement>(null);
  const isNaming = name !== undefined;
  useEffect(() => {
    if (isNaming) line.current?.querySelector('input')?.select();
  }, [isNaming]);
  const close = (): void => {
    setName(undefined);
    // The pencil is there again when this turn of React is over.
    requestAnimationFrame(() => line.current?.querySelector('button')?.focus());
  };
  const rename = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const words = (name ?? '').trim();
    if (words === '') return;
    if (words === subject || (await doing.run({ kind: 'rename', subject: words })) !== undefined) close();
  };
  const day = new Date(startedMs).toLocaleString(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' }); // prettier-ignore
  const lasted = state === 'recording' ? Math.max(durationMs, nowMs - startedMs) : durationMs;
  return (
    <header>
      <Go href={libraryHref({ as })} className={styles.back}>
        <ArrowLeftRegular aria-hidden /> Library
      </Go>
      <div role="alert">
        {doing.trouble !== undefined && <TroubleBar message="It could not be renamed." remedy={doing.trouble} onDismiss={doing.dismiss} />}
      </div>
      <div ref={line} className={styles.line}>
        {name === undefined ? (
          <>
            <h1 className={styles.title} data-testid="subject">
              {subject}
            </h1>
            {may.includes('rename') && (
              <Button
                appearance="subtle"
                icon={<EditRegular />}
                aria-label="Rename"
                data-testid="rename"
                onClick={() => setName(subject)}
              />
            )}
            <StateChip recording={detail} />
          </>
        ) : (
          <form className={styles.form} onSubmit={(event) => void rename(event)} onKeyDown={({ key }) => key === 'Escape' && close()}>
            <h1 className="sr-only">{subject}</h1>
            <Input
              className={styles.field}
              aria-label="Subject"
              data-testid="new-subject"
              maxLength={200}
              value={name}
              onChange={(_, { value }) => setName(value)}
            />
            <Button type="submit" appearance="primary" disabledFocusable={doing.isBusy || name.trim() === ''}>
              Save
            </Button>
            <Button onClick={close}>Cancel</Button>
          </form>
        )}
      </div>
      <p className={styles.lead}>
        <time dateTime={new Date(startedMs).toISOString()} title={exactOf(startedMs)}>
          {day}
        </time>{' '}
        · {spanOf(lasted)} ·{' '}
        {kind === 'voicemail'
          ? `Voicemail of ${peopleWords(people)}${organizer === undefined ? '' : ` for ${organizer.name}`}`
          : `${peopleWords(people)} · ${organizer === undefined ? '' : `organized by ${organizer.name}, `}${detail.kind === 'transcript' ? 'written down' : 'recorded'} by ${madeBy}`}
      </p>
    </header>
  );
}
