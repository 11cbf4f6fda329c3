/** How a person's row looks in the panel. */
import { makeStyles, tokens } from '@fluentui/react-components';

type Slot = 'row' | 'words' | 'name' | 'detail' | 'marks' | 'hand' | 'actions';

export const useRowStyles: () => Record<Slot, string> = makeStyles({
  row: { display: 'flex', alignItems: 'center', columnGap: '10px', minHeight: '44px', padding: '3px 0', minWidth: 0 },
  words: { flexGrow: 1, minWidth: 0 },
  name: { margin: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  detail: { margin: 0, color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  marks: {
    display: 'flex',
    alignItems: 'center',
    columnGap: '6px',
    fontSize: '18px',
    color: tokens.colorNeutralForeground2,
    flexShrink: 0,
  },
  hand: {
    display: 'inline-flex',
    alignItems: 'center',
    columnGap: '2px',
    color: tokens.colorPaletteMarigoldForeground2,
    fontWeight: tokens.fontWeightSemibold,
    '& span': { fontSize: tokens.fontSizeBase200 },
  },
  actions: { display: 'flex', flexShrink: 0, columnGap: '6px' },
});
