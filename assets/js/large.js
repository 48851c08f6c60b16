// Large type stays on from page to page. The switch itself works without this (css/modes.css).
(function () {
  'use strict'
  const box = document.getElementById('large')
  try {
    // what a reader has just done to the switch, or what the browser has put back, counts more than what was kept
    if (localStorage.getItem('large')) box.checked = true
    box.addEventListener('change', () => {
      if (box.checked) localStorage.setItem('large', '1')
      else localStorage.removeItem('large')
    })
  } catch (refused) {
    // a browser that keeps nothing: the switch holds for this page
  }
})()
