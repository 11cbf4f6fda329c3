/** Teams' own looks: light, dark or high contrast, as the system asks for. */
import { teamsDarkTheme, teamsHighContrastTheme, teamsLightTheme, type Theme } from '@fluentui/react-components';
import { useSyncExternalStore } from 'react';

const dark = window.matchMedia('(prefers-color-scheme: dark)');
const forced = window.matchMedia('(forced-colors: active)');

/** Fluent's high contrast palette, each colour as the system's own that it stands for, so that every chosen scheme is followed. */
const systemColours: Readonly<Record<string, string>> = {
  '#000000': 'Canvas',
  '#000': 'Canvas',
  '#ffffff': 'CanvasText',
  '#fff': 'CanvasText',
  '#1aebff': 'Highlight',
  '#ffff00': 'LinkText',
  '#3ff23f': 'GrayText',
};
const contrastTheme = Object.fromEntries(
  Object.entries(teamsHighContrastTheme).map(([token, value]) => [token, systemColours[String(value).toLowerCase()] ?? value]),
) as unknown as Theme;

/** The look, and again when the system's wish changes. */
export function useTheme(): Theme {
  return useSyncExternalStore(watch, () => (forced.matches ? contrastTheme : dark.matches ? teamsDarkTheme : teamsLightTheme));
}

function watch(listener: () => void): () => void {
  dark.addEventListener('change', listener);
  forced.addEventListener('change', listener);
  return () => {
    dark.removeEventListener('change', listener);
    forced.removeEventListener('change', listener);
  };
}
