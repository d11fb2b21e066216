document.documentElement.dataset.page = 'clinic';
