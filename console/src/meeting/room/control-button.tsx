/** One button of the control bar: a sign with its word below, and the keys that do the same. */
import { Button, CounterBadge, makeStyles, mergeClasses, Tooltip, tokens } from '@fluentui/react-components';
import type { ReactElement, ReactNode, Ref } from 'react';
import { ariaShortcut, shortcutWords, type Shortcut } from './shortcuts.ts';

type ControlButtonProps = {
  readonly label: string;
  readonly icon: ReactElement;
  readonly testId: string;
  readonly onClick?: (() => void) | undefined;
  readonly shortcut?: Shortcut | undefined;
  /** More for the tooltip, such as why it cannot be pressed. */
  readonly hint?: string | undefined;
  /** A panel that it opens stands open. */
  readonly isOpen?: boolean | undefined;
  /** What it switches is on. */
  readonly isOn?: boolean | undefined;
  readonly isOff?: boolean | undefined;
  readonly badge?: number | undefined;
  readonly badgeWords?: string | undefined;
  readonly isDisabled?: boolean | undefined;
  readonly children?: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
};

const useStyles = makeStyles({
  button: {
    position: 'relative',
    flexDirection: 'column',
    minWidth: '60px',
    maxWidth: 'none',
    height: '52px',
    padding: '2px 4px',
    rowGap: 0,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightRegular,
    '& .fui-Button__icon': { marginRight: 0, fontSize: '24px', width: '24px', height: '24px' },
    '@media (max-width: 900px)': { minWidth: '52px' },
    '@media (max-width: 480px)': { minWidth: '48px', height: '48px' },
    '@media (max-height: 480px)': { minWidth: '40px', height: '36px', '& .control-word': { position: 'absolute', clipPath: 'inset(50%)' } },
  },
  open: { boxShadow: `inset 0 -3px 0 ${tokens.colorCompoundBrandStroke}`, color: tokens.colorCompoundBrandForeground1 },
  on: { color: tokens.colorCompoundBrandForeground1, fontWeight: tokens.fontWeightSemibold },
  off: { color: tokens.colorPaletteRedForeground1 },
  badge: { position: 'absolute', top: '2px', right: '8px' },
});

export function ControlButton(props: ControlButtonProps): ReactElement {
  const { label, icon, testId, onClick, shortcut, hint, isOpen, isOn, isOff, badge = 0, badgeWords, isDisabled, ref, ...rest } = props;
  const styles = useStyles();
  const tip = [hint ?? label, shortcut === undefined ? undefined : `(${shortcutWords(shortcut)})`].filter(Boolean).join(' ');
  return (
    <Tooltip content={tip} relationship={hint === undefined ? 'inaccessible' : 'description'}>
      <Button
        {...rest}
        {...(ref === undefined ? {} : ({ ref } as object))}
        appearance="subtle"
        icon={icon}
        data-testid={testId}
        aria-expanded={isOpen}
        aria-pressed={isOn}
        aria-keyshortcuts={shortcut === undefined ? undefined : ariaShortcut(shortcut)}
        disabledFocusable={isDisabled === true}
        className={mergeClasses(styles.button, isOpen === true && styles.open, isOn === true && styles.on, isOff === true && styles.off)}
        onClick={onClick}
      >
        <span className="control-word">
          {label}
          {badge > 0 && badgeWords !== undefined && <span className="sr-only"> {badgeWords}</span>}
        </span>
        {badge > 0 && <CounterBadge aria-hidden className={styles.badge} count={badge} size="small" color="danger" />}
      </Button>
    </Tooltip>
  );
}
