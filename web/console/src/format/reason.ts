/** Reasons of a file's rows are kept in both languages, `中文 (English)`; people read theirs. */
export function reason(text: string, language: string): string {
  const pair = /^([^(]*[\u3000-\u9fff].*?) \((.+)\)$/s.exec(text)
  if (!pair) return text
  return (language === 'en' ? pair[2] : pair[1]) ?? text
}
