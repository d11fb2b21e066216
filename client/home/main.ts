document.documentElement.dataset.page = 'home';
