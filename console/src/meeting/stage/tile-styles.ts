/** How tiles look, whoever is in them: the ground, the ring of who speaks, the name at the foot. */
import { makeStyles, tokens } from '@fluentui/react-components';

type Slot = 'tile' | 'speaks' | 'face' | 'ring' | 'square' | 'ringSpeaks' | 'name' | 'nameText';

export const useTileStyles: () => Record<Slot, string> = makeStyles({
  tile: {
    position: 'relative',
    flexShrink: 0,
    overflow: 'hidden',
    listStyleType: 'none',
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground5,
    '@media (prefers-color-scheme: dark)': { backgroundColor: tokens.colorNeutralBackground1 },
    color: tokens.colorNeutralForeground1,
    // The ring lies over the picture, so that nothing moves when somebody begins to speak.
    '::after': {
      content: '""',
      position: 'absolute',
      inset: 0,
      borderRadius: 'inherit',
      pointerEvents: 'none',
      boxShadow: `inset 0 0 0 1px ${tokens.colorNeutralStroke2}`,
      '@media (forced-colors: active)': { border: '1px solid CanvasText' },
    },
  },
  speaks: {
    '::after': {
      boxShadow: `inset 0 0 0 3px ${tokens.colorCompoundBrandStroke}, inset 0 0 0 5px ${tokens.colorNeutralBackground1}`,
      '@media (forced-colors: active)': { border: '4px solid Highlight' },
    },
  },
  face: { position: 'absolute', inset: 0, display: 'flex', alignItems: 'center', justifyContent: 'center' },
  ring: { display: 'flex', borderRadius: '50%', padding: '4px' },
  square: { borderRadius: tokens.borderRadiusXLarge },
  ringSpeaks: { boxShadow: `0 0 0 3px ${tokens.colorCompoundBrandStroke}` },
  name: {
    position: 'absolute',
    left: '8px',
    bottom: '8px',
    maxWidth: 'calc(100% - 16px)',
    display: 'flex',
    alignItems: 'center',
    columnGap: '4px',
    padding: '2px 8px',
    borderRadius: tokens.borderRadiusMedium,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    backgroundColor: 'rgba(20, 20, 20, 0.72)',
    color: '#fff',
    '@media (forced-colors: active)': { backgroundColor: 'Canvas', color: 'CanvasText', border: '1px solid CanvasText' },
    '& svg': { flexShrink: 0, fontSize: '14px' },
  },
  nameText: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
});
