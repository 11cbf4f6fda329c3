/** The twelve keys, seen and heard when pressed. */
import { makeStyles, mergeClasses, shorthands, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { keys } from './keys.ts';

type KeypadProps = { readonly onKey: (key: string) => void; readonly pressed: string | undefined; readonly purpose: string };

const useStyles = makeStyles({
  pad: { display: 'grid', gridTemplateColumns: 'repeat(3, minmax(64px, 92px))', gap: '8px', justifyContent: 'center' },
  key: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    height: '56px',
    fontFamily: 'inherit',
    cursor: 'pointer',
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground3,
    ...shorthands.border('1px', 'solid', tokens.colorTransparentStroke),
    borderRadius: tokens.borderRadiusXLarge,
    transitionProperty: 'background-color, transform',
    transitionDuration: '90ms',
    ':hover': { backgroundColor: tokens.colorNeutralBackground3Hover, '@media (forced-colors: active)': { backgroundColor: 'Canvas' } },
    ':active': { backgroundColor: tokens.colorBrandBackground2, transform: 'scale(0.96)' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
  },
  pressed: {
    backgroundColor: tokens.colorBrandBackground2,
    ...shorthands.borderColor(tokens.colorBrandStroke1),
    '@media (forced-colors: active)': { backgroundColor: 'Canvas', outline: '3px solid Highlight' },
    transform: 'scale(0.96)',
  },
  digit: { fontSize: tokens.fontSizeBase500, lineHeight: '26px', fontWeight: tokens.fontWeightSemibold },
  letters: { fontSize: '10px', lineHeight: '12px', minHeight: '12px', letterSpacing: '1px', color: tokens.colorNeutralForeground2 },
});

export function Keypad({ onKey, pressed, purpose }: KeypadProps): ReactElement {
  const styles = useStyles();
  return (
    <div role="group" aria-label={purpose} className={styles.pad}>
      {keys.map(({ key, letters, name }) => (
        <button
          key={key}
          type="button"
          data-testid={`key-${key}`}
          aria-label={name === key ? undefined : name}
          className={mergeClasses(styles.key, pressed === key && styles.pressed)}
          onClick={() => onKey(key)}
        >
          <span className={styles.digit}>{key}</span>
          <span className={styles.letters}>{letters}</span>
        </button>
      ))}
    </div>
  );
}
