/** An opened rung: what was sent and answered, in full, and what went wrong in plain words. */
import { makeStyles, shorthands, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { LadderExchange, LadderMessage } from '../../../src/wire/live/ladder.ts';
import { TroubleBar } from '../app/trouble-bar.tsx';
import { count, exactOf, tookOf } from '../app/words.ts';
import { Explanations } from './explanations.tsx';
import { prettyBody } from './pretty.ts';
import { seenByWords } from './rung-words.ts';

const useStyles = makeStyles({
  detail: {
    margin: '2px 0 12px',
    padding: '12px 14px',
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground2,
    ...shorthands.border('1px', 'solid', tokens.colorNeutralStroke1),
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: '10px',
  },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    gap: '2px 12px',
    margin: 0,
    '& dt': { color: tokens.colorNeutralForeground2 },
    '& dd': { margin: 0 },
  },
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  part: { margin: '4px 0 0', fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  pair: {
    display: 'grid',
    gap: '12px',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 320px), 1fr))',
    '& > div': { minWidth: 0 },
  },
  body: {
    margin: '6px 0 0',
    padding: '8px 10px',
    maxHeight: '420px',
    overflow: 'auto',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: '18px',
    backgroundColor: tokens.colorNeutralBackground1,
    ...shorthands.border('1px', 'solid', tokens.colorNeutralStroke2),
    borderRadius: tokens.borderRadiusMedium,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  summary: { cursor: 'pointer', color: tokens.colorNeutralForeground2 },
  none: { margin: '6px 0 0', color: tokens.colorNeutralForeground2 },
});

export function RungDetail({ id, message }: { readonly id: string; readonly message: LadderMessage }): ReactElement {
  const styles = useStyles();
  return (
    <div id={id} className={styles.detail} data-testid="rung-detail">
      {message.kind === 'exchange' ? (
        <Exchange message={message} />
      ) : (
        <dl className={styles.facts}>
          <dt>What</dt>
          <dd>{message.title}</dd>
          <dt>Where</dt>
          <dd>{message.at.name}</dd>
          <dt>When</dt>
          <dd>{exactOf(message.atMs)}</dd>
          {message.detail !== undefined && (
            <>
              <dt>More</dt>
              <dd style={{ whiteSpace: 'pre-wrap' }}>{message.detail}</dd>
            </>
          )}
        </dl>
      )}
    </div>
  );
}

function Exchange({ message }: { readonly message: LadderExchange }): ReactElement {
  const styles = useStyles();
  const {
    from,
    to,
    method,
    url,
    status,
    tookMs,
    atMs,
    seenBy,
    problem,
    explanations,
    requestHeaders,
    requestBody,
    responseHeaders,
    responseBody,
  } = message;
  return (
    <>
      {problem !== undefined && <TroubleBar message="This went wrong." remedy={problem} />}
      {explanations !== undefined && <Explanations of={explanations} />}
      <dl className={styles.facts}>
        <dt>Sent</dt>
        <dd>
          by {from.name} to {to.name}, {exactOf(atMs)}
        </dd>
        <dt>Request</dt>
        <dd className={styles.code}>
          {method} {url}
        </dd>
        <dt>Answer</dt>
        <dd>
          {status === undefined ? 'none yet' : `status ${String(status)}`}
          {tookMs !== undefined && `, after ${tookOf(tookMs)}`}
        </dd>
        <dt>Seen by</dt>
        <dd>{seenByWords(seenBy)}</dd>
      </dl>
      <div className={styles.pair}>
        <Part title="Request" headers={requestHeaders} body={requestBody} />
        <Part title="Answer" headers={responseHeaders} body={responseBody} />
      </div>
    </>
  );
}

type PartProps = {
  readonly title: string;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly body: string | undefined;
};

function Part({ title, headers, body }: PartProps): ReactElement {
  const styles = useStyles();
  const lines = Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  return (
    <div>
      <h3 className={styles.part}>{title}</h3>
      {lines.length > 0 && (
        <details>
          <summary className={styles.summary}>{count(lines.length, 'header')}</summary>
          <pre className={styles.body} tabIndex={0} aria-label={`Headers of the ${title.toLowerCase()}`} role="region">
            {lines.join('\n')}
          </pre>
        </details>
      )}
      {body === undefined || body === '' ? (
        <p className={styles.none}>No body.</p>
      ) : (
        <pre className={styles.body} tabIndex={0} aria-label={`Body of the ${title.toLowerCase()}`} role="region">
          {prettyBody(body)}
        </pre>
      )}
    </div>
  );
}
