/** What stands open beside the stage; in a narrow window it covers it. Escape closes it. */
import { Button, makeStyles, shorthands, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { useEffect, useId, useRef, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';

const useStyles = makeStyles({
  panel: {
    display: 'flex',
    flexDirection: 'column',
    width: '340px',
    flexShrink: 0,
    minHeight: 0,
    backgroundColor: tokens.colorNeutralBackground1,
    ...shorthands.borderLeft('1px', 'solid', tokens.colorNeutralStroke2),
    '@media (min-width: 2200px)': { width: '460px' },
    '@media (max-width: 800px)': { position: 'fixed', inset: 0, width: 'auto', zIndex: 30, borderLeft: 'none' },
  },
  head: { display: 'flex', alignItems: 'center', minHeight: '48px', padding: '0 8px 0 16px' },
  title: { flexGrow: 1, margin: 0, fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold, outlineStyle: 'none' },
  body: { flexGrow: 1, minHeight: 0, display: 'flex', flexDirection: 'column', overflowY: 'auto', padding: '0 16px 16px' },
});

type SidePanelProps = { readonly title: string; readonly onClose: () => void; readonly children: ReactNode; readonly testId: string };

export function SidePanel({ title, onClose, children, testId }: SidePanelProps): ReactElement {
  const styles = useStyles();
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const opener = document.activeElement;
    heading.current?.focus({ preventScroll: true });
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
    };
  }, []);
  const close = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.stopPropagation();
    onClose();
  };
  return (
    <aside aria-labelledby={id} className={styles.panel} data-testid={testId} onKeyDown={close}>
      <div className={styles.head}>
        <h2 ref={heading} id={id} tabIndex={-1} className={styles.title}>
          {title}
        </h2>
        <Button appearance="subtle" icon={<DismissRegular />} aria-label={`Close ${title}`} data-testid="close-panel" onClick={onClose} />
      </div>
      <div className={styles.body} tabIndex={-1} style={{ outline: 'none' }}>
        {children}
      </div>
    </aside>
  );
}
