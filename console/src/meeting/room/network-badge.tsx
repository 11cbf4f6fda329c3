/** Says when the network is to blame, and nothing while it is not. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { WifiWarningRegular } from '@fluentui/react-icons/svg/wifi-warning';
import type { ReactElement } from 'react';
import { networkWords } from '../meeting-words.ts';
import { useMeetingView } from '../use-meeting.ts';

const useStyles = makeStyles({
  badge: {
    display: 'inline-flex',
    alignItems: 'center',
    columnGap: '4px',
    padding: '1px 8px',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorStatusWarningBackground1,
    color: tokens.colorStatusWarningForeground3,
    fontWeight: tokens.fontWeightSemibold,
  },
  bad: { backgroundColor: tokens.colorStatusDangerBackground1, color: tokens.colorStatusDangerForeground1 },
});

export function NetworkBadge(): ReactElement {
  const styles = useStyles();
  const network = useMeetingView((view) => view.network);
  const words = networkWords(network);
  return (
    <span role="status">
      {words !== undefined && (
        <span
          className={mergeClasses(styles.badge, network === 'bad' && styles.bad)}
          title={words.long}
          data-testid="network"
          data-network={network}
        >
          <WifiWarningRegular aria-hidden />
          {words.short}
          <span className="sr-only">. {words.long}</span>
        </span>
      )}
    </span>
  );
}
