export { ROOT } from '../bootstrap/cache.js';
