/** What just happened, for a moment: who joined, left, raised a hand, was muted by whom. */
import { makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useState, type ReactElement } from 'react';
import { after } from '../../app/time.ts';
import { useMeetingView } from '../use-meeting.ts';

const useStyles = makeStyles({
  notices: {
    position: 'absolute',
    left: '16px',
    top: '16px',
    zIndex: 3,
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    rowGap: '6px',
    maxWidth: 'min(360px, calc(100% - 32px))',
    pointerEvents: 'none',
  },
  notice: {
    padding: '6px 12px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackgroundInverted,
    color: tokens.colorNeutralForegroundInverted,
    boxShadow: tokens.shadow8,
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
});

const shownMs = 6_000;
const most = 3;

export function Notices(): ReactElement {
  const styles = useStyles();
  const notices = useMeetingView((view) => view.notices);
  return (
    <div role="status" aria-relevant="additions" className={styles.notices} data-testid="notices">
      {notices.slice(-most).map(({ id, text }) => (
        <Notice key={id} text={text} />
      ))}
    </div>
  );
}

function Notice({ text }: { readonly text: string }): ReactElement | null {
  const styles = useStyles();
  const [isGone, setGone] = useState(false);
  useEffect(() => after(shownMs, () => setGone(true)), []);
  return isGone ? null : (
    <span className={styles.notice} data-testid="notice">
      {text}
    </span>
  );
}
