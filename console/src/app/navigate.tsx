/** Moving between pages without a reload: the address is the state, and the browser's own history keeps it. */
import { useSyncExternalStore, type MouseEvent, type ReactElement, type ReactNode } from 'react';
import { routeOf, type Route } from './route.ts';

const moved = 'rollcall-moved';

/** Goes to an address of this site; `replace` leaves no step to go back to. */
export function navigate(href: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  if (href === location.pathname + location.search) return;
  const isOtherPage = !href.startsWith(location.pathname);
  history[replace ? 'replaceState' : 'pushState'](null, '', href);
  if (isOtherPage) window.scrollTo(0, 0);
  window.dispatchEvent(new Event(moved));
}

/** The page that the address means, now and after every move. */
export function useRoute(): Route {
  return routeOf(new URL(useSyncExternalStore(onMove, () => location.href)));
}

/** Makes a plain link move without a reload; a new tab or window still works as in any link. */
export function followLink(event: MouseEvent<HTMLAnchorElement>): void {
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!isPlain || event.defaultPrevented) return;
  event.preventDefault();
  navigate(event.currentTarget.pathname + event.currentTarget.search);
}

type GoProps = {
  readonly href: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
  readonly label?: string | undefined;
  readonly isCurrent?: boolean;
};

/** A link within the site. */
export function Go({ href, className, children, label, isCurrent }: GoProps): ReactElement {
  return (
    <a href={href} className={className} onClick={followLink} aria-label={label} aria-current={isCurrent ? 'page' : undefined}>
      {children}
    </a>
  );
}

function onMove(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  window.addEventListener(moved, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(moved, listener);
  };
}
