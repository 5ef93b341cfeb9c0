import '#lib/styles/app.css';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { mount } from 'svelte';
import { look } from './look.ts';
import Overview from './Overview.svelte';
import { showForcedStates } from './forced-states.ts';
import Specimens from './Specimens.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
if (look) {
  const { language, theme, text } = look;
  overwriteGetLocale(() => language);
  Object.assign(document.documentElement, { lang: language });
  Object.assign(document.documentElement.dataset, { theme });
  document.documentElement.style.fontSize = `${String(text)}%`;
  mount(Specimens, { target, props: { look } });
} else mount(Overview, { target });
showForcedStates();
