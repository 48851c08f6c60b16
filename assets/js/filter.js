// The filter works without this (css/components/filter.css). This counts what is left, sorts, and keeps it all in the address.
(function () {
  'use strict'
  const form = document.getElementById('filter')
  if (!form || !CSS.supports('selector(:has(a))')) return
  const said = form.querySelector('[role=status]')
  const sort = form.elements.sort
  const rows = Array.from(document.querySelectorAll('.row'))

  // every choice by the name of its group: a radio button or an option, the mark of its rows, and where its count stands
  const groups = {}
  const add = (one, name, set, count) => {
    groups[name] = groups[name] || []
    groups[name].push({ mark: one.id, value: one.value, on: () => one.checked || one.selected, set, count })
  }
  Array.from(form.elements).forEach(one => {
    if (one.type === 'radio') {
      add(one, one.name, () => { one.checked = true }, n => {
        one.parentNode.querySelector('.n').textContent = n
        one.parentNode.querySelectorAll('.many .g').forEach((shape, place) => shape.classList.toggle('away', place >= n))
      })
    } else if (one.options && one !== sort) {
      Array.from(one.options).forEach(option => add(option, one.name, () => { option.selected = true }, n => {
        const text = option.text.replace(/\d+$/, n)
        if (option.id && text !== option.text) option.text = text
      }))
    }
  })
  const names = Object.keys(groups)
  const chosen = name => groups[name].find(one => one.on()).mark
  const has = (row, mark) => !mark || row.classList.contains(mark)

  const text = (row, part) => (row.querySelector(part) || {}).textContent || ''
  const day = (row, part) => Date.parse(text(row, part))
  const first = new Map(rows.map((row, place) => [row, place]))
  const keys = {
    light: row => (groups.light || []).findIndex(one => one.mark && has(row, one.mark)),
    parts: row => {
      const [met, total] = text(row, '.parts .n').split('/').map(Number)
      return total ? -met / total : 1
    },
    next: row => day(row, '.next time') || Infinity,
    last: row => -day(row, '.last time') || Infinity
  }

  let sorted = ''
  const update = () => {
    const left = without => rows.filter(row => names.every(name => name === without || has(row, chosen(name))))
    names.forEach(name => {
      const others = left(name)
      groups[name].forEach(one => one.count(others.filter(row => has(row, one.mark)).length))
    })
    const order = sort && keys[sort.value]
    if (sort && sort.value !== sorted) {
      const key = order || (() => 0)
      rows.slice().sort((a, b) => key(a) - key(b) || first.get(a) - first.get(b)).forEach(row => row.parentNode.append(row))
      sorted = sort.value
    }
    const count = left().length
    const words = [count < rows.length ? `${count ? `有${count}件` : '没有这样的'}，共${rows.length}件` : '']
    if (order) words.push(`排序：${sort.selectedOptions[0].text}`)
    said.textContent = words.filter(Boolean).join('，')
  }

  const keep = () => {
    const address = new URL(location.href)
    names.concat('sort').forEach(name => {
      const one = form.elements[name]
      if (one && one.value) address.searchParams.set(name, one.value)
      else address.searchParams.delete(name)
    })
    try { history.replaceState(null, '', address) } catch (refused) { /* some browsers leave the address of a file as it is */ }
  }

  const asked = new URLSearchParams(location.search)
  names.forEach(name => groups[name].filter(one => one.value && one.value === asked.get(name)).forEach(one => one.set()))
  if (sort) {
    sort.value = asked.get('sort')
    if (sort.selectedIndex < 0) sort.selectedIndex = 0
    sort.closest('label').hidden = false
  }
  Array.from(form.elements).forEach(one => one.addEventListener('change', () => { update(); keep() }))
  form.addEventListener('reset', () => setTimeout(() => { update(); keep() }))
  update()
  if (said.textContent) document.querySelectorAll('.lights, .filter details').forEach(one => { one.open = true })
})()
