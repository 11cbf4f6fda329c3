/** How the stage is laid out: chosen here, kept for the next meeting. */
import { Menu, MenuDivider, MenuItemCheckbox, MenuItemRadio, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { FullScreenMaximizeRegular } from '@fluentui/react-icons/svg/full-screen-maximize';
import { GridRegular } from '@fluentui/react-icons/svg/grid';
import { PersonRegular } from '@fluentui/react-icons/svg/person';
import { ShareScreenStartRegular } from '@fluentui/react-icons/svg/share-screen-start';
import { VideoPersonRegular } from '@fluentui/react-icons/svg/video-person';
import type { ReactElement } from 'react';
import type { Layout } from '../stage/stage.tsx';
import { ControlButton } from './control-button.tsx';
import { useFullScreen } from './use-full-screen.ts';

type LayoutMenuProps = { readonly layout: Layout; readonly onLayout: (layout: Layout) => void };

export function LayoutMenu({ layout, onLayout }: LayoutMenuProps): ReactElement {
  const { isFull, canBeFull, toggle } = useFullScreen();
  const checked = {
    kind: [layout.kind],
    extra: [layout.isContentOnly && 'content', layout.hidesMe && 'me', isFull && 'full'].filter((one) => one !== false),
  };
  const change = (name: string, items: readonly string[]): void => {
    if (name === 'kind') return onLayout({ ...layout, kind: items.includes('speaker') ? 'speaker' : 'gallery' });
    if (items.includes('full') !== isFull) return toggle();
    onLayout({ ...layout, isContentOnly: items.includes('content'), hidesMe: items.includes('me') });
  };
  return (
    <Menu checkedValues={checked} onCheckedValueChange={(_, { name, checkedItems }) => change(name, checkedItems)}>
      <MenuTrigger disableButtonEnhancement>
        <ControlButton label="View" icon={layout.kind === 'gallery' ? <GridRegular /> : <VideoPersonRegular />} testId="layout" />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItemRadio name="kind" value="gallery" icon={<GridRegular />} data-testid="layout-gallery">
            Gallery: everybody
          </MenuItemRadio>
          <MenuItemRadio name="kind" value="speaker" icon={<VideoPersonRegular />} data-testid="layout-speaker">
            Speaker large
          </MenuItemRadio>
          <MenuDivider />
          <MenuItemCheckbox name="extra" value="content" icon={<ShareScreenStartRegular />}>
            Only the shared screen
          </MenuItemCheckbox>
          <MenuItemCheckbox name="extra" value="me" icon={<PersonRegular />}>
            Hide me from myself
          </MenuItemCheckbox>
          {canBeFull && (
            <MenuItemCheckbox name="extra" value="full" icon={<FullScreenMaximizeRegular />} data-testid="full-screen">
              Full screen
            </MenuItemCheckbox>
          )}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
