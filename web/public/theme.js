// Before the first paint, so that a chosen theme never flashes the other one.
try {
  const theme = localStorage.getItem('mc.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
  const language = localStorage.getItem('mc.language')
  if (language === 'en') document.documentElement.lang = 'en'
} catch {}
