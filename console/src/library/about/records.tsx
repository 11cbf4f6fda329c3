/** What is on record beside the sound: who agreed, refused or withdrew, and who did what with the recording. */
import { Badge, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';
import type { RecordingDetail } from '../../../../src/wire/live/library.ts';
import { Empty } from '../../app/section.tsx';
import { exactOf } from '../../app/words.ts';
import { deedWords } from '../library-words.ts';

const useStyles = makeStyles({
  wide: { overflowX: 'auto', maxHeight: '420px' },
  table: {
    borderCollapse: 'collapse',
    width: '100%',
    fontVariantNumeric: 'tabular-nums',
    '& th, & td': { textAlign: 'start', padding: '5px 14px 5px 0', fontWeight: 'normal', verticalAlign: 'top' },
    '& thead th': { color: tokens.colorNeutralForeground2, borderBottom: `1px solid ${tokens.colorNeutralStroke2}`, whiteSpace: 'nowrap' },
    '& tbody th': { fontWeight: tokens.fontWeightSemibold },
    // Where there is little room, what was done is worth more than a date in one line.
    '& td:first-child': { whiteSpace: 'nowrap', '@media (max-width: 480px)': { whiteSpace: 'normal' } },
    '@media (max-width: 480px)': { overflowWrap: 'anywhere', '& th, & td': { paddingInlineEnd: '10px' } },
  },
});

const answers = {
  told: { words: 'Was told', tone: 'informative' },
  agreed: { words: 'Agreed', tone: 'success' },
  refused: { words: 'Refused', tone: 'danger' },
  withdrew: { words: 'Withdrew', tone: 'warning' },
  noAnswer: { words: 'No answer', tone: 'subtle' },
} as const;

export function Consents({ consents }: Pick<RecordingDetail, 'consents'>): ReactElement {
  if (consents.length === 0)
    return (
      <Empty>
        Nobody was asked by a bot. Whoever leaves a message records themselves; where the house recorded, the page of the call showed it to
        everybody.
      </Empty>
    );
  return (
    <Table title="Consent" columns={['When', 'Who', 'What', 'How']}>
      {consents.map(({ atMs, name, what, how }, at) => (
        <tr key={String(at)} data-testid="consent">
          <td>
            <Exact ms={atMs} />
          </td>
          <th scope="row">{name}</th>
          <td>
            <Badge appearance="tint" color={answers[what].tone}>
              {answers[what].words}
            </Badge>
          </td>
          <td>{how}</td>
        </tr>
      ))}
    </Table>
  );
}

export function Trail({ trail }: { readonly trail: NonNullable<RecordingDetail['trail']> }): ReactElement {
  return (
    <Table title="Who did what with it" columns={['When', 'Who', 'What']}>
      {trail.map(({ atMs, by, did, detail }, at) => (
        <tr key={String(at)} data-testid="trail">
          <td>
            <Exact ms={atMs} />
          </td>
          <th scope="row">{by}</th>
          <td>{deedWords({ did, detail })}</td>
        </tr>
      ))}
    </Table>
  );
}

type TableProps = { readonly title: string; readonly columns: readonly string[]; readonly children: ReactNode };

function Table({ title, columns, children }: TableProps): ReactElement {
  const styles = useStyles();
  return (
    <div className={styles.wide} tabIndex={0} role="region" aria-label={title}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

function Exact({ ms }: { readonly ms: number }): ReactElement {
  return (
    <time dateTime={new Date(ms).toISOString()} title={exactOf(ms)}>
      {new Date(ms).toLocaleString(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' })}
    </time>
  );
}
