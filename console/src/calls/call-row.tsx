/** One call in a list: from whom to whom, how it went, when and how long. */
import { Badge, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { CallSummary } from '../../../src/wire/live/page-event.ts';
import { Go } from '../app/navigate.tsx';
import { callsHref } from '../app/route.ts';
import { exactOf, momentOf, spanOf } from '../app/words.ts';
import { callTitle } from './call-words.ts';

const useStyles = makeStyles({
  link: {
    display: 'grid',
    gridTemplateColumns: '1fr auto',
    columnGap: '10px',
    padding: '7px 8px',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    ':hover': {
      backgroundColor: tokens.colorNeutralBackground1Hover,
      '@media (forced-colors: active)': { backgroundColor: 'Canvas', outline: '1px solid Highlight' },
    },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  current: {
    backgroundColor: tokens.colorNeutralBackground1Selected,
    boxShadow: `inset 3px 0 0 ${tokens.colorCompoundBrandStroke}`,
    '@media (forced-colors: active)': { backgroundColor: 'Canvas', outline: '2px solid Highlight', outlineOffset: '-2px' },
  },
  who: { minWidth: 0, fontWeight: tokens.fontWeightSemibold },
  detail: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200, minWidth: 0 },
  right: { textAlign: 'right', whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' },
});

type CallRowProps = { readonly call: CallSummary; readonly nowMs: number; readonly find?: string; readonly isCurrent?: boolean };

export function CallRow({ call, nowMs, find, isCurrent = false }: CallRowProps): ReactElement {
  const styles = useStyles();
  const { callId, from, to, startedMs, endedMs, state, summary, group } = call;
  return (
    <li>
      <Go
        href={callsHref({ callId, ...(find === undefined ? {} : { find }) })}
        className={mergeClasses(styles.link, isCurrent && styles.current)}
        isCurrent={isCurrent}
      >
        <span className={styles.who}>
          {group === undefined ? (
            <>
              {from.name} <span aria-hidden>→</span>
              <span className="sr-only"> called </span> {to.name}
            </>
          ) : (
            callTitle(call)
          )}
        </span>
        <time className={mergeClasses(styles.detail, styles.right)} dateTime={new Date(startedMs).toISOString()} title={exactOf(startedMs)}>
          {momentOf(startedMs, nowMs)}
        </time>
        <span className={styles.detail}>{summary}</span>
        <span className={mergeClasses(styles.detail, styles.right)}>
          {state === 'up' ? (
            <Badge appearance="tint" color="success" size="small">
              Now · {spanOf(nowMs - startedMs)}
            </Badge>
          ) : (
            spanOf((endedMs ?? startedMs) - startedMs)
          )}
        </span>
      </Go>
    </li>
  );
}
