/** The look of windows over the page, of their text and of the buttons below it. */
import { makeStyles, shorthands, tokens } from '@fluentui/react-components';

export const useModalStyles: () => Record<'modal' | 'title' | 'text' | 'actions' | 'grave', string> = makeStyles<
  'modal' | 'title' | 'text' | 'actions' | 'grave'
>({
  modal: {
    width: 'min(480px, calc(100vw - 32px))',
    padding: '20px 24px',
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    ...shorthands.border('1px', 'solid', tokens.colorNeutralStroke1),
    borderRadius: tokens.borderRadiusXLarge,
    boxShadow: tokens.shadow64,
    '::backdrop': { backgroundColor: tokens.colorBackgroundOverlay },
  },
  title: { margin: '0 0 8px', fontSize: tokens.fontSizeBase500, lineHeight: tokens.lineHeightBase500, overflowWrap: 'anywhere' },
  text: { margin: '0 0 16px' },
  actions: { display: 'flex', flexWrap: 'wrap', justifyContent: 'flex-end', gap: '8px', marginTop: '12px' },
  grave: {
    backgroundColor: tokens.colorStatusDangerBackground3,
    color: tokens.colorNeutralForegroundOnBrand,
    ':hover': { backgroundColor: tokens.colorStatusDangerBackground3Hover, color: tokens.colorNeutralForegroundOnBrand },
  },
});
