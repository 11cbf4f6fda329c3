/** A person, a bot or a group as a picture: initials in a colour of their own, or the sign of a bot or of many. */
import { Avatar, type AvatarProps } from '@fluentui/react-components';
import { BotRegular } from '@fluentui/react-icons/svg/bot';
import { PeopleRegular } from '@fluentui/react-icons/svg/people';
import type { ReactElement } from 'react';

type FaceProps = {
  readonly name: string;
  readonly kind: 'person' | 'bot' | 'group';
  readonly size?: AvatarProps['size'];
  readonly isActive?: boolean;
};

/** Decoration beside a name that is written out, so a screen reader passes over it. */
export function Face({ name, kind, size = 32, isActive }: FaceProps): ReactElement {
  const active = isActive === true ? ({ active: 'active' } as const) : {};
  if (kind === 'bot') return <Avatar aria-hidden shape="square" color="brand" icon={<BotRegular />} size={size} {...active} />;
  if (kind === 'group') return <Avatar aria-hidden color="brand" icon={<PeopleRegular />} size={size} {...active} />;
  return <Avatar aria-hidden name={name} color="colorful" size={size} {...active} />;
}
