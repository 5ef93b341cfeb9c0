/** Functions whose tasks mostly wait: a rotation sleeps for a minute (docs/decisions/0012). On the emulators they share one process. */
export const mostlyWaits = (name: string): boolean => name.endsWith('-rotateTokens');
