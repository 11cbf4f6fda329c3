/** Says what went wrong and what to do, with the ways out as buttons. */
import { Button, makeStyles, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import type { ReactElement, ReactNode } from 'react';

type TroubleBarProps = {
  readonly message: string;
  readonly remedy?: string | undefined;
  readonly intent?: 'error' | 'warning' | 'info';
  readonly actions?: ReactNode;
  readonly onDismiss?: (() => void) | undefined;
};

const useStyles = makeStyles({
  bar: { minHeight: '44px' },
  body: { paddingTop: '8px', paddingBottom: '8px', whiteSpace: 'normal' },
});

export function TroubleBar({ message, remedy, intent = 'error', actions, onDismiss }: TroubleBarProps): ReactElement {
  const styles = useStyles();
  const dismiss = onDismiss && (
    <Button aria-label="Dismiss this message" appearance="transparent" icon={<DismissRegular />} onClick={onDismiss} />
  );
  return (
    <MessageBar intent={intent} layout="auto" className={styles.bar}>
      <MessageBarBody className={styles.body}>
        {/* The title's own space is a sign of its style sheet, which a screen reader does not read and which swallows one after it. */}
        <MessageBarTitle>{`${message} `}</MessageBarTitle>
        {remedy}
      </MessageBarBody>
      {(actions !== undefined || dismiss !== undefined) && (
        <MessageBarActions containerAction={dismiss ?? null}>{actions}</MessageBarActions>
      )}
    </MessageBar>
  );
}
