// Copies a text at one touch, and hands it to the mail program; without this it is marked at one touch, and copied by hand.
(function () {
  'use strict'
  const body = (mail, text) => {
    if (!/[?&]body=/.test(mail.href)) mail.href += `&body=${encodeURIComponent(text)}`
  }
  document.querySelectorAll('.copy').forEach(box => {
    const button = document.createElement('button')
    const said = document.createElement('span')
    button.type = 'button'
    button.textContent = '复制'
    said.setAttribute('role', 'status')
    button.addEventListener('click', () => {
      getSelection().selectAllChildren(box)
      const done = navigator.clipboard && window.isSecureContext
        ? navigator.clipboard.writeText(box.textContent)
        : document.execCommand('copy') ? Promise.resolve() : Promise.reject(new Error())
      done.then(() => { said.textContent = '已复制' }, () => { said.textContent = '没有复制成，请长按选中的字来复制' })
    })
    const line = box.nextElementSibling
    line.append(button, said)
    const mail = line.querySelector('a[href^="mailto:"]')
    if (mail) body(mail, box.textContent)
  })
  document.querySelectorAll('.log > li a[href^="mailto:"]').forEach(mail => {
    body(mail, `${location.href.replace(/#.*/, '')}#${mail.closest('[id]').id}\n哪一句不对：\n应当是：\n出处：`)
  })
})()
