/** Files to take away: one with everybody, one for each speaker, films; those that are not there are made on demand. */
import { Button, makeStyles, ProgressBar, tokens } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { useState, type ReactElement } from 'react';
import type { RecordingDetail } from '../../../../src/wire/live/library.ts';
import { Empty, Section } from '../../app/section.tsx';
import { TroubleBar } from '../../app/trouble-bar.tsx';
import type { Kept } from '../kept.ts';
import { fileRows, sizeWords, type FileRow } from '../library-words.ts';
import type { Doing } from '../use-kept.ts';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 8px',
    padding: '7px 0',
    ':not(:first-child)': { borderTop: `1px solid ${tokens.colorNeutralStroke3}` },
  },
  part: { flexGrow: 1, flexBasis: '130px', minWidth: 0, overflowWrap: 'anywhere' },
  formats: { display: 'flex', flexWrap: 'wrap', gap: '4px', alignItems: 'center' },
  format: { minWidth: 0, fontWeight: tokens.fontWeightRegular, whiteSpace: 'nowrap' },
  making: { width: '132px', display: 'grid', rowGap: '3px', fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
  problem: {
    flexBasis: '100%',
    margin: 0,
    color: tokens.colorStatusDangerForeground1,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
  },
  more: { marginTop: '6px', marginLeft: '-8px' },
});

/** More rows than that are folded up. */
const rowsShown = 5;

type FilesProps = { readonly kept: Kept; readonly detail: RecordingDetail; readonly doing: Doing };

export function Files({ kept, detail, doing }: FilesProps): ReactElement {
  const styles = useStyles();
  const [showsAll, setShowsAll] = useState(false);
  const rows = fileRows(detail);
  const shown = showsAll || rows.length <= rowsShown + 1 ? rows : rows.slice(0, rowsShown);
  const busy = detail.making.filter(({ problem }) => problem === undefined);
  return (
    <Section title="Files">
      <div role="alert">
        {doing.trouble !== undefined && <TroubleBar message="The file cannot be made." remedy={doing.trouble} onDismiss={doing.dismiss} />}
      </div>
      <p role="status" className="sr-only">
        {busy.length > 0 && `${String(busy.length)} being made`}
      </p>
      {rows.length === 0 && <Empty>Files come when the recording is saved.</Empty>}
      <ul className={styles.list}>
        {shown.map((row) => (
          <Row key={row.part} row={row} kept={kept} detail={detail} doing={doing} />
        ))}
      </ul>
      {shown.length < rows.length && (
        <Button appearance="subtle" size="small" className={styles.more} onClick={() => setShowsAll(true)} data-testid="all-files">
          Show all {rows.length}
        </Button>
      )}
    </Section>
  );
}

function Row({ row, kept, detail, doing }: FilesProps & { readonly row: FileRow }): ReactElement {
  const styles = useStyles();
  const { part, formats } = row;
  const mayMake = detail.may.includes('make');
  return (
    <li className={styles.row} data-testid="file-row">
      <span className={styles.part}>{part}</span>
      <span className={styles.formats}>
        {formats.map(({ name, format, sizeBytes, done }) => {
          if (sizeBytes !== undefined) {
            return (
              <Button
                key={name}
                as="a"
                size="small"
                className={styles.format}
                icon={<ArrowDownloadRegular />}
                href={kept.fileHref(detail.recordingId, name, { isSaved: true })}
                download
                aria-label={`${format} · ${sizeWords(sizeBytes)}: download ${part}`}
                data-testid={`download-${name}`}
              >
                {format} · {sizeWords(sizeBytes)}
              </Button>
            );
          }
          if (done !== undefined) {
            return (
              <span key={name} className={styles.making} data-testid={`making-${name}`}>
                {format} is being made, {String(Math.floor(done * 100))} %
                <ProgressBar aria-label={`${part}, ${format}`} value={done} thickness="large" />
              </span>
            );
          }
          return (
            <Button
              key={name}
              size="small"
              appearance="subtle"
              className={styles.format}
              icon={<AddRegular />}
              disabledFocusable={!mayMake || doing.isBusy}
              aria-label={`Make ${format} of ${part}`}
              data-testid={`make-${name}`}
              onClick={() => void doing.run({ kind: 'make', name })}
            >
              Make {format}
            </Button>
          );
        })}
      </span>
      {formats.map(({ name, format, problem }) =>
        problem === undefined ? null : (
          <p key={name} className={styles.problem} role="alert">
            {format} could not be made: {problem}
          </p>
        ),
      )}
    </li>
  );
}
