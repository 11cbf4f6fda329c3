/** Everybody in tiles of one size, as large as the window allows; more than fit stand on further pages. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ChevronLeftRegular } from '@fluentui/react-icons/svg/chevron-left';
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right';
import { useState, type ReactElement } from 'react';
import type { PhoneParticipant } from '../../../../src/wire/live/page-event.ts';
import { useMeetingView } from '../use-meeting.ts';
import { handsOf } from '../meeting-words.ts';
import { fitAround } from './corner.ts';
import { capacityOf, tileGap, type Box } from './gallery-fit.ts';
import { mostPictures, pagesOf } from './pages.ts';
import { Tile } from './tile.tsx';
import { useStageOrder } from './use-stage-order.ts';
import { useWishes } from './use-wishes.ts';

const useStyles = makeStyles({
  gallery: {
    display: 'flex',
    flexWrap: 'wrap',
    alignContent: 'center',
    justifyContent: 'center',
    gap: `${String(tileGap)}px`,
    margin: 0,
    padding: 0,
  },
  turn: {
    position: 'absolute',
    bottom: '4px',
    transform: 'translateX(-50%)',
    display: 'flex',
    alignItems: 'center',
    columnGap: '4px',
    padding: '0 4px',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow4,
    fontSize: tokens.fontSizeBase200,
    fontVariantNumeric: 'tabular-nums',
  },
});

const turnHeight = 40;

type GalleryProps = { readonly others: readonly PhoneParticipant[]; readonly area: Box; readonly corner: Box | undefined };

export function Gallery({ others, area, corner }: GalleryProps): ReactElement {
  const styles = useStyles();
  const dominantId = useMeetingView((view) => view.dominantId);
  const [wanted, setPage] = useState(0);
  const capacity = capacityOf({ ...area, height: area.height - (corner?.height ?? 0) });
  const people = useStageOrder({ others, dominantId, first: Math.min(capacity, mostPictures) });
  const pages = pagesOf(people, { capacity });
  const page = Math.min(wanted, pages.length - 1);
  const shown = pages[page] ?? [];
  const foot = pages.length > 1 ? turnHeight : 0;
  const { columns, tile, right, bottom } = fitAround(Math.max(1, shown.length), area, { corner, foot });
  const hands = handsOf(others).map(({ participantId }) => participantId);
  useWishes(shown.filter(({ hasCamera }) => hasCamera).map(({ participantId }) => ({ participantId, of: 'camera', height: tile.height })));
  return (
    <>
      <ul
        aria-label="People in the meeting"
        className={styles.gallery}
        data-testid="gallery"
        style={{
          width: columns * tile.width + (columns - 1) * tileGap + 1,
          height: area.height - bottom,
          marginRight: right,
          marginBottom: bottom,
        }}
      >
        {shown.map((one) => (
          <Tile key={one.participantId} participant={one} size={tile} hand={placeOf(hands, one.participantId)} />
        ))}
      </ul>
      {pages.length > 1 && (
        <div
          role="group"
          aria-label="Pages of the gallery"
          className={styles.turn}
          style={{ left: (area.width - (corner?.width ?? 0)) / 2 }}
        >
          <Button
            appearance="subtle"
            size="small"
            icon={<ChevronLeftRegular />}
            aria-label="Page before"
            disabledFocusable={page === 0}
            onClick={() => setPage(page - 1)}
          />
          <span role="status" aria-label={`Page ${String(page + 1)} of ${String(pages.length)}`} data-testid="gallery-page">
            {page + 1}/{pages.length}
          </span>
          <Button
            appearance="subtle"
            size="small"
            icon={<ChevronRightRegular />}
            aria-label="Next page"
            disabledFocusable={page === pages.length - 1}
            onClick={() => setPage(page + 1)}
          />
        </div>
      )}
    </>
  );
}

/** Counted from 1; undefined for who is not in the list. */
export function placeOf(ids: readonly string[], id: string): number | undefined {
  const index = ids.indexOf(id);
  return index < 0 ? undefined : index + 1;
}
