document.documentElement.dataset.page = 'phone';
