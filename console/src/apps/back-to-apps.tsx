/** The way back to the list, where a narrow window shows one thing at a time. */
import { Button, makeStyles } from '@fluentui/react-components';
import { ArrowLeftRegular } from '@fluentui/react-icons/svg/arrow-left';
import type { ReactElement } from 'react';
import { followLink } from '../app/navigate.tsx';
import { appsHref } from '../app/route.ts';

const useStyles = makeStyles({ back: { '@media (min-width: 981px)': { display: 'none' } } });

export function BackToApps(): ReactElement {
  return (
    <Button as="a" className={useStyles().back} href={appsHref()} onClick={followLink} icon={<ArrowLeftRegular />} appearance="subtle">
      All apps
    </Button>
  );
}
